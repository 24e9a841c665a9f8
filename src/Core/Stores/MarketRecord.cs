using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Stores;

/// <summary>A market as stored in the warehouse. The pair is null until a listing was read.</summary>
/// <param name="ActiveFrom">Start of the open active interval; null while stopped, and before the first start.</param>
/// <param name="WasStarted">Whether it was ever started; only such a market can have been stopped by a user.</param>
/// <param name="QuantityStep">The lot step now in force, in base; null when unknown.</param>
public sealed record MarketRecord(
    Market Market, Pair? Pair, DateTimeOffset? ActiveFrom, TimeSpan? SlotLength, bool WasStarted, Exact? PriceStep, Exact? QuantityStep, string? Status);
