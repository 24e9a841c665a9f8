using OrderBookSilo.Core;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Budgets;

/// <summary>The persistent state of a venue's budget: the weight that still counts, and the venue's last stop order.</summary>
[GenerateSerializer, Alias("orderbook.venueBudgetState")]
public sealed class VenueBudgetState
{
    [Id(0)]
    public List<ReservedWeight> Reserved { get; set; } = [];

    /// <summary>Failure kind of the stop order, as text; null when there was none.</summary>
    [Id(1)]
    public string? StopKind { get; set; }

    [Id(2)]
    public string? StopMessage { get; set; }

    [Id(3)]
    public DateTimeOffset StopEndsAt { get; set; }

    internal VenueBudget ToBudget(int weightPerMinute, TimeSpan window)
    {
        var stop = SnakeCase.TryParse<FailureKind>(StopKind, out var kind) ? new VenueStop(kind, StopMessage ?? "", StopEndsAt) : null;
        return VenueBudget.From(weightPerMinute, window, Reserved.Select(ReservedWeights.ToReservation), stop);
    }

    internal void Take(VenueBudget budget)
    {
        Reserved = [.. budget.Reservations.Select(ReservedWeights.ToWeight)];
        (StopKind, StopMessage, StopEndsAt) = (budget.Stop?.Kind.Text(), budget.Stop?.Message, budget.Stop?.EndsAt ?? default);
    }
}
