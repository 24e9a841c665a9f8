using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Clustering;

namespace OrderBookSilo.Client;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write exactly the silo's JSON, for programs.",
        Recursive = true,
    };

    public Option<string> Url { get; } = new("--url")
    {
        Description = "Where the silo is. Also ORDERBOOK_URL; default http://127.0.0.1:8080.",
        Recursive = true,
        HelpName = "URL",
    };

    public Option<string> KeyFile { get; } = new("--key-file")
    {
        Description = $"The file that holds the silo's API key. Also {SiloUrl.KeyFileVariable}; {SiloUrl.KeyVariable} holds the key itself.",
        Recursive = true,
        HelpName = "PATH",
    };

    public Option<string> CaFile { get; } = new("--ca-file")
    {
        Description = $"For https: the CA that signed the silo's certificate, as PEM, where it is none of the system's. Also {SiloUrl.CaFileVariable}.",
        Recursive = true,
        HelpName = "PATH",
    };

    public Option<bool> Cluster { get; } = new("--cluster")
    {
        Description = $"Ask a cluster's grains through its gateways, not one silo by URL; {ClusterAddress.Variable} holds its database's connection string. For markets and what they say now; the rest goes over HTTP.",
        Recursive = true,
        Arity = ArgumentArity.Zero,
    };

    public Option<string> ClusterFile { get; } = new("--cluster-file")
    {
        Description = "The same, with the connection string in a file.",
        Recursive = true,
        HelpName = "PATH",
    };

    /// <summary>The silo or the cluster that a command line names.</summary>
    public ILiveSilo OpenLive(ParseResult parsed, Func<string, string?> environment)
    {
        if (!NamesCluster(parsed))
        {
            return OpenUrl(parsed, environment);
        }

        return parsed.GetValue(Url) is null
            ? new ClusterSilo(ClusterAddress.Read(parsed.GetValue(ClusterFile), environment))
            : throw new UsageException("--url names one silo and --cluster all of them; give one of the two.");
    }

    /// <summary>The silo that a command line names; throws <see cref="UsageException"/> when it names a cluster.</summary>
    public HttpSilo OpenHttp(ParseResult parsed, Func<string, string?> environment) => NamesCluster(parsed)
        ? throw new UsageException("This question goes over HTTP only; name one silo with --url instead of --cluster.")
        : OpenUrl(parsed, environment);

    private HttpSilo OpenUrl(ParseResult parsed, Func<string, string?> environment) =>
        new(SiloUrl.Read(parsed.GetValue(Url), parsed.GetValue(KeyFile), parsed.GetValue(CaFile), environment));

    private bool NamesCluster(ParseResult parsed) => parsed.GetValue(Cluster) || parsed.GetValue(ClusterFile) is not null;
}
