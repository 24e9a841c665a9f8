using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Splits;

/// <summary>The row of <c>fact_split</c> for one slot. Amounts in the currency, prices in it per base; see <see cref="Split"/>.</summary>
/// <param name="OrderSize">The amount to spend (buy) or receive (sell).</param>
/// <param name="Refused">Whether the books were too far apart in time, or their prices disagreed without a majority; then nothing was computed.</param>
/// <param name="BestSingle">The best market for the whole order alone; null when none could fill it.</param>
/// <param name="MarginalPrice">The certificate's marginal price, rounded half-even at 18 decimals; null when nothing was taken.</param>
public sealed record SplitRecord(
    Asset Asset,
    Asset Currency,
    Slot Slot,
    Side Side,
    Exact OrderSize,
    bool Complete,
    MetricReason? Reason,
    bool Refused,
    Exact? Amount,
    Exact? Quantity,
    Exact? AllInPrice,
    Exact? MidPrice,
    double? CostBps,
    Market? BestSingle,
    Exact? BestSingleAllInPrice,
    Exact? Saving,
    double? SavingBps,
    Exact? MarginalPrice,
    Exact? Gap,
    TimeSpan? Skew,
    int MarketsUsed,
    int MarketsExcluded);
