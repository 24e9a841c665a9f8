using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One market, keyed by its text (<c>coinbase:BTC-USD</c>): pulls its own book every slot and answers from the latest.</summary>
[Alias("orderbook.market")]
public interface IMarketGrain : IGrainWithStringKey
{
    /// <summary>Makes the market active and pulls its due slot soon; doing it twice changes nothing.</summary>
    [Alias("start")]
    [ResponseTimeout("00:01:30")]
    Task StartAsync();

    /// <summary>For a market that the warehouse has as active already: the same as starting it, and nearly free when it is up.</summary>
    [Alias("resume")]
    [ResponseTimeout("00:01:30")]
    Task ResumeAsync();

    /// <summary>Makes the market inactive: no more pulls until it is started again. Its last book stays readable.</summary>
    [Alias("stop")]
    [ResponseTimeout("00:01:30")]
    Task StopAsync();

    /// <summary>
    /// One attempt to pull now, whatever the slot has; an attempt that ended after <paramref name="askedAt"/> serves as well.
    /// A stopped market is not pulled.
    /// </summary>
    [Alias("pull")]
    [ResponseTimeout("00:01:30")]
    Task<PullAnswer> PullNowAsync(DateTimeOffset askedAt);

    [Alias("summary")]
    [AlwaysInterleave]
    Task<MarketSummary> GetSummaryAsync(CancellationToken cancel = default);

    /// <summary>
    /// The latest book, or null when there is none yet; without its ladders when its hash is <paramref name="knownHash"/>, that of
    /// the book the caller has.
    /// </summary>
    [Alias("book")]
    [AlwaysInterleave]
    Task<BookAnswer?> GetBookAsync(string? knownHash, CancellationToken cancel = default);

    /// <summary>The cost of one order on the latest book, or null when there is none yet.</summary>
    [Alias("cost")]
    [AlwaysInterleave]
    Task<CostAnswer?> GetCostAsync(CostQuestion question);
}
