using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One market, keyed by its text (<c>coinbase:BTC-USD</c>): pulls its own book every slot and answers from the latest.</summary>
[Alias("orderbook.market")]
public interface IMarketGrain : IGrainWithStringKey
{
    /// <summary>Makes the market active and pulls its due slot soon. Idempotent.</summary>
    [Alias("start")]
    [ResponseTimeout("00:01:30")]
    Task StartAsync();

    /// <summary>Starts a market that is already active in the warehouse; almost free when it is running.</summary>
    [Alias("resume")]
    [ResponseTimeout("00:01:30")]
    Task ResumeAsync();

    /// <summary>Makes the market inactive: no more pulls until it is started again. Its last book can still be read.</summary>
    [Alias("stop")]
    [ResponseTimeout("00:01:30")]
    Task StopAsync();

    /// <summary>
    /// Makes one attempt to pull now, even if the slot has its book; an attempt that ended after <paramref name="askedAt"/> is reused.
    /// A stopped market is not pulled.
    /// </summary>
    [Alias("pull")]
    [ResponseTimeout("00:01:30")]
    Task<PullAnswer> PullNowAsync(DateTimeOffset askedAt);

    [Alias("summary")]
    [AlwaysInterleave]
    Task<MarketSummary> GetSummaryAsync(CancellationToken cancel = default);

    /// <summary>
    /// The latest book, or null when there is none yet. The levels are left out when the book's hash is <paramref name="knownHash"/>,
    /// because the caller has it already.
    /// </summary>
    [Alias("book")]
    [AlwaysInterleave]
    Task<BookAnswer?> GetBookAsync(string? knownHash, CancellationToken cancel = default);

    /// <summary>The cost of one order on the latest book, or null when there is none yet.</summary>
    [Alias("cost")]
    [AlwaysInterleave]
    Task<CostAnswer?> GetCostAsync(CostQuestion question);
}
