using System.IO.Compression;
using System.Text;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>One distinctive secret for every place where a secret can be configured, and the search for them in whatever comes out.</summary>
internal sealed class Planted
{
    public const string ApiKey = "planted-api-key-7f3a9c";
    public const string DatabasePassword = "planted-database-password-51be";
    public const string AccessKey = "PLANTEDACCESSKEY8842";
    public const string SecretKey = "planted-secret-key-c0ffee";
    public const string ProxyPassword = "planted-proxy-password-90d1";
    public const string TlsPassword = "planted-tls-password-3e77";
    public const string OtlpToken = "planted-otlp-token-d41d";

    private readonly List<(string Name, byte[] Bytes)> secrets = [];

    public Planted()
    {
        Add("the API key", ApiKey);
        Add("the database's password", DatabasePassword);
        Add("the access key", AccessKey);
        Add("the secret key", SecretKey);
        Add("the proxy's password", ProxyPassword);
        Add("the proxy's password in base 64", Convert.ToBase64String(Encoding.UTF8.GetBytes($"desk:{ProxyPassword}")));
        Add("the TLS key's password", TlsPassword);
        Add("the collector's token", OtlpToken);
    }

    /// <summary>Where a secret was found, as sentences.</summary>
    public List<string> Found { get; } = [];

    /// <summary>Everything that was looked at, to see that the search saw something.</summary>
    public Dictionary<string, long> Seen { get; } = [];

    public static Dictionary<string, string> Environment => new()
    {
        ["ORDERBOOK__ApiKey"] = ApiKey,
        ["ORDERBOOK__Archive__S3__AccessKey"] = AccessKey,
        ["ORDERBOOK__Archive__S3__SecretKey"] = SecretKey,
        ["ORDERBOOK__Venues__binance__Proxies"] = $"http://desk:{ProxyPassword}@127.0.0.1:1,direct",
        ["ORDERBOOK__Kestrel__Certificates__Default__Password"] = TlsPassword,
        ["OTEL_EXPORTER_OTLP_HEADERS"] = $"authorization={OtlpToken}",
    };

    public void Add(string name, string secret) => secrets.Add((name, Encoding.UTF8.GetBytes(secret)));

    public void Look(string where, string text) => Look(where, Encoding.UTF8.GetBytes(text));

    public void Look(string where, ReadOnlySpan<byte> bytes)
    {
        Seen[where] = Seen.GetValueOrDefault(where) + bytes.Length;
        foreach (var (name, secret) in secrets)
        {
            if (bytes.IndexOf(secret) >= 0)
            {
                Found.Add($"{name} in {where}");
            }
        }
    }

    /// <summary>Every file below a directory: logs, archive with its metadata, spool, and what else a silo leaves.</summary>
    public void LookThrough(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(directory, file);
            var kind = name.Split('/')[0];
            Look(kind, name);
            using var bytes = new MemoryStream();
            using (var content = File.OpenRead(file))
            {
                (name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(content, CompressionMode.Decompress) : (Stream)content).CopyTo(bytes);
            }

            Look(kind, bytes.ToArray());
        }
    }
}
