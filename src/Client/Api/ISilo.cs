
namespace OrderBookSilo.Client.Api;

/// <summary>The API of a silo or of a cluster of them, however it is reached.</summary>
internal interface ISilo : IAsyncDisposable
{
    /// <summary>
    /// Asks, and returns the answer's bytes as they came; throws <see cref="SiloUnreachableException"/> when none comes.
    /// </summary>
    /// <param name="path">Below the API's root, percent-encoded.</param>
    Task<Reply> SendAsync(HttpMethod method, string path, CancellationToken cancel);
}

/// <summary>No answer came from where the silo should be.</summary>
internal sealed class SiloUnreachableException(string message) : Exception(message);
