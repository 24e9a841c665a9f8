using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

/// <summary>A silo or cluster that answers the live questions.</summary>
internal interface ILiveSilo : IAsyncDisposable
{
    /// <summary>Asks one question; throws <see cref="SiloUnreachableException"/> when no answer comes.</summary>
    Task<Answer<T>> AskAsync<T>(Func<ILiveMarkets, Task<Answer<T>>> question, CancellationToken cancel)
        where T : class;
}

/// <summary>No answer came from the silo's address.</summary>
internal sealed class SiloUnreachableException(string message) : Exception(message);
