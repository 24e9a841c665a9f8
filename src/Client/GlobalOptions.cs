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
        Description = $"Ask a cluster through its gateways, not one silo by URL; {ClusterAddress.Variable} holds its database's connection string.",
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
    public ISilo Open(ParseResult parsed, Func<string, string?> environment)
    {
        var (url, file) = (parsed.GetValue(Url), parsed.GetValue(ClusterFile));
        if (!parsed.GetValue(Cluster) && file is null)
        {
            return new HttpSilo(SiloUrl.Read(url, parsed.GetValue(KeyFile), parsed.GetValue(CaFile), environment));
        }

        return url is null
            ? ClusterHosting.Open(ClusterAddress.Read(file, environment))
            : throw new UsageException("--url names one silo and --cluster all of them; give one of the two.");
    }
}
