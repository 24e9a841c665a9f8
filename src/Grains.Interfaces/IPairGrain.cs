using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Concurrency;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>One pair, keyed by its text (<c>BTC/USD</c>): asks its markets at once and answers from the books it gets.</summary>
[Alias("orderbook.pair")]
public interface IPairGrain : IGrainWithStringKey
{
    /// <summary>The best prices of the pair and of each of its markets; a market without a book to answer from is left out with a reason.</summary>
    [Alias("prices")]
    [AlwaysInterleave]
    Task<PairPrices> GetPricesAsync();

    /// <summary>
    /// The best way to trade an order for the base over every market that has it, whatever its quote, as long as that can be
    /// converted to this pair's.
    /// </summary>
    [Alias("best")]
    [AlwaysInterleave]
    [ResponseTimeout("00:01:30")]
    Task<BestAnswer> GetBestAsync(BestQuestion question);

    /// <summary>What every order size costs over the same markets, up to ten times the largest configured one, which there must be.</summary>
    /// <param name="side"><c>buy</c> or <c>sell</c>.</param>
    [Alias("curve")]
    [AlwaysInterleave]
    Task<BestCurve> GetCurveAsync(string side);
}
