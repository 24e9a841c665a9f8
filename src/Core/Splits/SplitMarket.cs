using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>A market that an order may be split over: its book, what its venue asks of an order, and what its quote currency is worth.</summary>
/// <param name="QuantityStep">Order quantities are multiples of it, in base; null when unknown, then it is 10^-18.</param>
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

/// <summary>What the amount of an order is in.</summary>
public enum SplitUnit
{
    /// <summary>In the answer's currency, fees included: to be spent by a buy, to be received by a sell.</summary>
    Quote,

    /// <summary>In base: to be received by a buy, to be given by a sell.</summary>
    Base,
}

/// <summary>One order for a base asset, before it is split.</summary>
public sealed record SplitOrder(Side Side, Exact Amount, SplitUnit Unit = SplitUnit.Quote);
