using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Clustering;

namespace OrderBookSilo.Client;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the silo's JSON unchanged, for programs.",
        Recursive = true,
    };

    public Option<string> Url { get; } = new("--url")
    {
        Description = "The silo's address. Also ORDERBOOK_URL; default http://127.0.0.1:8080.",
        Recursive = true,
        HelpName = "URL",
    };

    public Option<string> KeyFile { get; } = new("--key-file")
    {
        Description = $"A file with the silo's API key. Also {SiloUrl.KeyFileVariable}; {SiloUrl.KeyVariable} holds the key itself.",
        Recursive = true,
        HelpName = "PATH",
    };

    public Option<string> CaFile { get; } = new("--ca-file")
    {
        Description = $"For https: the CA that signed the silo's certificate, as PEM, when the system does not trust it. Also {SiloUrl.CaFileVariable}.",
        Recursive = true,
        HelpName = "PATH",
    };

    public Option<bool> Cluster { get; } = new("--cluster")
    {
        Description = $"Ask a cluster through its gateways instead of one silo by URL; {ClusterAddress.Variable} holds the connection string of its database. Only for live questions; other commands use HTTP.",
        Recursive = true,
        Arity = ArgumentArity.Zero,
    };

    public Option<string> ClusterFile { get; } = new("--cluster-file")
    {
        Description = "Like --cluster, with the connection string in a file.",
        Recursive = true,
        HelpName = "PATH",
    };

    /// <summary>The silo or cluster of a command line.</summary>
    public ILiveSilo OpenLive(ParseResult parsed, Func<string, string?> environment)
    {
        if (!NamesCluster(parsed))
        {
            return OpenUrl(parsed, environment);
        }

        return parsed.GetValue(Url) is null
            ? new ClusterSilo(ClusterAddress.Read(parsed.GetValue(ClusterFile), environment))
            : throw new UsageException("--url names one silo and --cluster a whole cluster; give only one of them.");
    }

    /// <summary>The silo of a command line; throws <see cref="UsageException"/> when it names a cluster.</summary>
    public HttpSilo OpenHttp(ParseResult parsed, Func<string, string?> environment) => NamesCluster(parsed)
        ? throw new UsageException("This command works over HTTP only; name one silo with --url instead of --cluster.")
        : OpenUrl(parsed, environment);

    private HttpSilo OpenUrl(ParseResult parsed, Func<string, string?> environment) =>
        new(SiloUrl.Read(parsed.GetValue(Url), parsed.GetValue(KeyFile), parsed.GetValue(CaFile), environment));

    private bool NamesCluster(ParseResult parsed) => parsed.GetValue(Cluster) || parsed.GetValue(ClusterFile) is not null;
}
