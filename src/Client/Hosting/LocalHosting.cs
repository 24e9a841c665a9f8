using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Clustering;

namespace OrderBookSilo.Client.Hosting;

/// <summary>The embedded engine has no clusters.</summary>
internal static class ClusterHosting
{
    public static ISilo Open(ClusterAddress address) =>
        throw new UsageException("--cluster: this build has no cluster engine, which is Orleans; name the URL of one of the silos with --url instead.");
}
