using OrderBookSilo.Client.Api;

namespace OrderBookSilo.Client.Clustering;

/// <summary>
/// The database that lists the gateways of a cluster, and the cluster's ids. The connection string
/// comes from the environment or a file and never appears in a text, because it may contain a password.
/// </summary>
internal sealed class ClusterAddress
{
    /// <summary>The variable that holds the connection string.</summary>
    public const string Variable = "ORDERBOOK_CLUSTER";

    private const string ClusterIdVariable = "ORDERBOOK_CLUSTER_ID";
    private const string ServiceIdVariable = "ORDERBOOK_SERVICE_ID";
    private const string DefaultId = "orderbook";

    private ClusterAddress(string source, string connectionString, string clusterId, string serviceId) =>
        (Source, ConnectionString, ClusterId, ServiceId) = (source, connectionString, clusterId, serviceId);

    /// <summary>The source of the connection string, for error messages.</summary>
    public string Source { get; }

    public string ConnectionString { get; }

    public string ClusterId { get; }

    public string ServiceId { get; }

    /// <summary>Reads it from a file when one is named, else from the environment.</summary>
    public static ClusterAddress Read(string? file, Func<string, string?> environment)
    {
        var source = file is null ? Variable : "the file of --cluster-file";
        var text = file is null ? environment(Variable) : SmallFile.Read("--cluster-file", file, "a connection string");
        return string.IsNullOrWhiteSpace(text)
            ? throw new UsageException($"--cluster needs the connection string of the cluster's database; put it in {Variable}, or in a file that --cluster-file names.")
            : new ClusterAddress(source, text.Trim(), Id(environment, ClusterIdVariable), Id(environment, ServiceIdVariable));
    }

    private static string Id(Func<string, string?> environment, string variable) =>
        environment(variable) is { Length: > 0 } id ? id.Trim() : DefaultId;
}
