using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Grains.Markets;

/// <summary>
/// When this silo's markets are pulled: within the configured spread, or over more of the slot when a venue has more markets than
/// its budget or the silo can handle in that time.
/// </summary>
public sealed class PullPace(SlotSchedule schedule, IReadOnlyDictionary<string, VenuePace> paces)
{
    /// <summary>Part of a slot that is kept free after the last first attempt, for retries.</summary>
    private const double SlotShareMax = 0.9;

    private volatile IReadOnlyDictionary<string, VenuePlan> plans = new Dictionary<string, VenuePlan>();

    public SlotSchedule ScheduleOf(string venue) => plans.TryGetValue(venue, out var plan) ? plan.Slots : schedule;

    /// <summary>How long a market that has just been activated waits with its due slot; zero when its venue has few markets.</summary>
    public TimeSpan StartDelay(string venue, string baseAsset) =>
        plans.TryGetValue(venue, out var plan) ? plan.Start.OffsetOf(baseAsset) : TimeSpan.Zero;

    /// <summary>Plans for these active markets; returns the venues whose markets do not fit in a slot, with the time they would need.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Plan(IEnumerable<Market> active)
    {
        var needed = active
            .GroupBy(market => market.Venue)
            .Where(venue => paces.ContainsKey(venue.Key))
            .ToDictionary(venue => venue.Key, venue => paces[venue.Key].TimeFor(venue.Count()));
        plans = needed.ToDictionary(venue => venue.Key, venue => PlanOf(venue.Value));
        return needed.Where(venue => venue.Value > schedule.SlotLength).ToDictionary();
    }

    private VenuePlan PlanOf(TimeSpan needed)
    {
        var spreadMax = schedule.SlotLength * SlotShareMax;
        var spread = needed < spreadMax ? needed : spreadMax;
        return new VenuePlan(
            spread > schedule.Spread ? schedule with { Spread = spread } : schedule,
            schedule with { Spread = spread });
    }

    /// <param name="Slots">Spreads the first attempts of every slot.</param>
    /// <param name="Start">Spreads the attempts of markets that are activated together.</param>
    private sealed record VenuePlan(SlotSchedule Slots, SlotSchedule Start);
}
