using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>
/// The HTTP API for a client of the cluster: what is asked here is answered by the silo that it reaches, exactly as over HTTP.
/// Reads and writes alike: whoever reaches a gateway's port is trusted.
/// </summary>
[Alias("orderbook.api")]
public interface IApiGrain : IGrainWithStringKey
{
    /// <summary>How keys begin. With any key the answer is the same.</summary>
    public const string Key = "api";

    /// <summary>Bytes that an answer may have; a larger one is refused with a sentence that says so.</summary>
    public const int BodyBytesMax = 64 * 1024 * 1024;

    /// <summary>The answer to a request without a body.</summary>
    /// <param name="pathAndQuery">From the slash on, percent-encoded.</param>
    [Alias("ask")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:40")]
    Task<ApiReply> AskAsync(string method, string pathAndQuery);
}

/// <summary>What the API answered.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.apiReply")]
public sealed record ApiReply(
    [property: Id(0)] int Status,
    [property: Id(1)] string? MediaType,
    [property: Id(2)] byte[] Body);
