using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>A market that an order may be split over: its book, its venue's order rules, and the value of its quote currency.</summary>
/// <param name="QuantityStep">Order quantities are multiples of it, in base; 10^-18 applies when it is null (unknown).</param>
/// <param name="QuantityMin">Smallest order quantity, in base; null when there is none or it is unknown.</param>
/// <param name="NotionalMin">Smallest order value, in quote before fees; null when there is none or it is unknown.</param>
public sealed record SplitMarket(
    Market Market,
    OrderBook Book,
    TakerFee Fee,
    Exact? QuantityStep,
    Exact? QuantityMin,
    Exact? NotionalMin,
    Conversion Conversion);

/// <summary>The unit of an order's amount.</summary>
public enum SplitUnit
{
    /// <summary>In the answer's currency, including fees: spent by a buy, received by a sell.</summary>
    Quote,

    /// <summary>In base: received by a buy, given by a sell.</summary>
    Base,
}

/// <summary>One order for a base asset, before it is split.</summary>
public sealed record SplitOrder(Side Side, Exact Amount, SplitUnit Unit = SplitUnit.Quote);
