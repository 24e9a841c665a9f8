using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One pair, keyed by its text (<c>BTC/USD</c>): asks all its markets at once and answers from the books that arrive.</summary>
[Alias("orderbook.pair")]
public interface IPairGrain : IGrainWithStringKey
{
    /// <summary>The best prices of the pair and of each of its markets; a market without a usable book is excluded with the reason.</summary>
    [Alias("prices")]
    [AlwaysInterleave]
    Task<PairPrices> GetPricesAsync();

    /// <summary>
    /// The best way to trade an order for the base over every market that has it. Markets with another quote take part when
    /// it can be converted to this pair's.
    /// </summary>
    [Alias("best")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:30")]
    Task<BestAnswer> GetBestAsync(BestQuestion question);

    /// <summary>Cost against size over the same markets, up to ten times the largest configured order size; there must be one.</summary>
    /// <param name="side"><c>buy</c> or <c>sell</c>.</param>
    [Alias("curve")]
    [AlwaysInterleave]
    Task<BestCurve> GetCurveAsync(string side);
}
