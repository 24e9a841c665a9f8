using OrderBookSilo.Grains.Interfaces;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains;

/// <summary>The silo's HTTP API, asked from inside the process.</summary>
public interface ISiloApi
{
    /// <summary>The answer to a request without a body, as HTTP would give it.</summary>
    Task<ApiReply> AskAsync(string method, string pathAndQuery);
}

/// <summary>Passes what a client of the cluster asks on to the API of the silo that it reached.</summary>
[StatelessWorker]
public sealed class ApiGrain(ISiloApi api) : Grain, IApiGrain
{
    // Off the grain's turns: the API is written for the thread pool, and its callers must not wait for each other.
    public Task<ApiReply> AskAsync(string method, string pathAndQuery) => Task.Run(() => api.AskAsync(method, pathAndQuery));
}
