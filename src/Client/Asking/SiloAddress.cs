namespace OrderBookSilo.Client.Asking;

/// <summary>Where the silo is and the key it wants; the key is never part of a text.</summary>
internal sealed class SiloAddress
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const string UrlVariable = "ORDERBOOK_URL";
    private const string KeyVariable = "ORDERBOOK_API_KEY";
    private readonly string text;

    private SiloAddress(Uri url, string? apiKey)
    {
        Url = url;
        ApiKey = apiKey;
        text = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public Uri Url { get; }

    public string? ApiKey { get; }

    /// <summary>From <c>--url</c>, else the environment, else loopback.</summary>
    public static SiloAddress Read(string? option, Func<string, string?> environment)
    {
        var name = option is null ? UrlVariable : "--url";
        var text = option ?? (environment(UrlVariable) is { Length: > 0 } value ? value : DefaultUrl);
        var isUrl = Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        if (!isUrl || url!.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new UsageException($"{name} must be an http or https address such as {DefaultUrl}.");
        }

        return url.UserInfo.Length > 0
            ? throw new UsageException($"{name} must not carry a user or password; the key goes into {KeyVariable}.")
            : new SiloAddress(url, ReadKey(environment(KeyVariable)));
    }

    public override string ToString() => text;

    private static string? ReadKey(string? key) =>
        string.IsNullOrWhiteSpace(key) ? null
        : key.Trim().All(letter => letter is > ' ' and < (char)127) ? key.Trim()
        : throw new UsageException($"{KeyVariable} holds characters that cannot be sent; it must be one word of ASCII.");
}
