using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrderBookSilo.Client.Api;

/// <summary>The silo's address and its key; the key never appears in a text.</summary>
internal sealed class SiloUrl
{
    private const string DefaultUrl = "http://127.0.0.1:8080";
    private const string UrlVariable = "ORDERBOOK_URL";

    /// <summary>The variable that holds the key; on a command line, every user of the machine could read it.</summary>
    public const string KeyVariable = "ORDERBOOK_API_KEY";

    public const string KeyFileVariable = "ORDERBOOK_API_KEY_FILE";
    public const string CaFileVariable = "ORDERBOOK_CA_FILE";

    private readonly string text;

    private SiloUrl(Uri url, string? apiKey, X509Certificate2Collection? authorities)
    {
        Url = url;
        ApiKey = apiKey;
        Authorities = authorities;
        text = url.GetLeftPart(UriPartial.Path).TrimEnd('/');
    }

    public Uri Url { get; }

    public string? ApiKey { get; }

    /// <summary>Trusted CAs for the silo's certificate; null for those that the system trusts.</summary>
    public X509Certificate2Collection? Authorities { get; }

    /// <summary>Reads each value from its option, else from the environment; the default URL is loopback.</summary>
    public static SiloUrl Read(string? option, string? keyFile, string? caFile, Func<string, string?> environment)
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
            : new SiloUrl(url, ReadKey(keyFile, environment), ReadAuthorities(caFile, environment));
    }

    public override string ToString() => text;

    private static string? ReadKey(string? file, Func<string, string?> environment)
    {
        var source = file is not null ? "--key-file" : environment(KeyVariable) is { Length: > 0 } ? KeyVariable : KeyFileVariable;
        var key = file is not null ? SmallFile.Read(source, file, "a key")
            : source == KeyVariable ? environment(KeyVariable)
            : environment(KeyFileVariable) is { Length: > 0 } named ? SmallFile.Read(source, named, "a key")
            : null;
        return string.IsNullOrWhiteSpace(key) ? null
            : key.Trim().All(letter => letter is > ' ' and < (char)127) ? key.Trim()
            : throw new UsageException($"{source} contains characters that cannot be sent; a key is one word of ASCII.");
    }

    private static X509Certificate2Collection? ReadAuthorities(string? file, Func<string, string?> environment)
    {
        var path = file ?? environment(CaFileVariable);
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        var source = file is null ? CaFileVariable : "--ca-file";
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{source}: that file cannot be read as PEM.");
        }

        return authorities.Count > 0 ? authorities : throw new UsageException($"{source}: that file contains no certificate.");
    }
}
