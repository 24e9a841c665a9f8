namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The split of one order size over the books of one slot.</summary>
/// <param name="Slot">[UTC] Start of the slot, UTC.</param>
/// <param name="Side">The taker's side: buy takes asks, sell takes bids.</param>
/// <param name="OrderSize">[currency] Amount that a buy spends or a sell receives, in currency.</param>
/// <param name="Complete">Whether the markets held enough.</param>
/// <param name="Reason">Why it is not complete; null when it is, and when the books were too far apart.</param>
/// <param name="Refused">Whether the books could not be compared: too far apart in time, or their prices disagree without a majority.</param>
/// <param name="Quantity">[base] Received by a buy or given by a sell, in base; null when refused.</param>
/// <param name="FilledAmount">[currency] Paid by a buy or received by a sell, fees and conversion included, in currency; null when refused.</param>
/// <param name="AllInPrice">[currency per base] filledAmount ÷ quantity, in currency per base; null when incomplete.</param>
/// <param name="CostBps">[basis points] 1e4 × D × (allInPrice ÷ mid − 1), in basis points; null when incomplete.</param>
/// <param name="BestSingle">The market that fills the whole order best on its own; null when none could.</param>
/// <param name="Saving">[currency] Saving against that market, in currency; null without one.</param>
/// <param name="SavingBps">[basis points] The saving per 10,000 of what that market would pay or receive, in basis points.</param>
/// <param name="MarketsUsed">Number of markets that the order is split over.</param>
/// <param name="MarketsExcluded">Number of markets that were left out.</param>
public sealed record SplitView(
    DateTimeOffset Slot,
    string Side,
    string OrderSize,
    bool Complete,
    string? Reason,
    bool Refused,
    string? Quantity,
    string? FilledAmount,
    string? AllInPrice,
    double? CostBps,
    string? BestSingle,
    string? Saving,
    double? SavingBps,
    int MarketsUsed,
    int MarketsExcluded);
