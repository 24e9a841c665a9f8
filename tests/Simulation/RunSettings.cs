using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation;

/// <summary>Everything drawn from a run's seed before it starts.</summary>
internal sealed class RunSettings
{
    private const int SlotsMin = 100;
    private const int SlotsSpan = 300;
    private const int SpoolBytesSmall = 64 * 1024;
    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Assets = ["BTC", "ETH", "SOL", "XRP"];
    private static readonly int[] SlotMinutes = [1, 5, 60];
    private readonly Dice dice;
    private readonly Dictionary<Market, Dice> marketDice = [];

    private RunSettings(ulong seed, FaultPlan faults, Plant plant, TimeSpan? slotLength, string? failingVenue)
    {
        (Seed, Faults, Plant) = (seed, faults, plant);
        dice = new Dice(seed, "settings");
        var minutes = SlotMinutes[dice.Next(SlotMinutes.Length)];
        var length = slotLength ?? TimeSpan.FromMinutes(minutes);
        Schedule = new SlotSchedule(length, SlotSchedule.DefaultSpread(length));
        Silos = 1 + dice.Next(2);
        From = Slot.Containing(Start + TimeSpan.FromMinutes(dice.Next(500_000)), length).Start;
        To = From + ((SlotsMin + dice.Next(SlotsSpan)) * length);
        SpoolBytesMax = faults.Strikes(FaultClass.DiskSmall, dice, share: 10) ? SpoolBytesSmall : 1L << 40;
        Pairs = DrawMarkets();
        Sources = Pairs.Keys.ToDictionary(market => market, market => new BookSource(market, faults, new Dice(seed, $"book {market}")));
        DeadVenues = Pairs.Keys.Select(market => market.Venue).Distinct().ToDictionary(
            venue => venue, venue => new Outages(new Dice(seed, $"dead {venue}"), (failingVenue ?? venue) == venue ? faults.RateOf(FaultClass.VenueDead) : 0, MeanOutage));
        Limits = new BudgetLimits(DeadVenues.Keys.ToDictionary(venue => venue, _ => dice.Chance(0.5) ? 0 : 3 + dice.Next(10)));
    }

    public ulong Seed { get; }

    public FaultPlan Faults { get; }

    public Plant Plant { get; }

    public SlotSchedule Schedule { get; }

    public int Silos { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public long SpoolBytesMax { get; }

    public IReadOnlyDictionary<Market, Pair> Pairs { get; }

    public IReadOnlyDictionary<Market, BookSource> Sources { get; }

    public IReadOnlyDictionary<string, Outages> DeadVenues { get; }

    public BudgetLimits Limits { get; }

    /// <summary>Number of due slots of all markets together.</summary>
    public long Slots => (long)((To - From) / Schedule.SlotLength) * Pairs.Count;

    private TimeSpan MeanOutage => Schedule.SlotLength * 2;

    public static RunSettings Draw(ulong seed, Plant plant = Plant.None, TimeSpan? slotLength = null) => 
        new(seed, FaultPlan.Draw(seed), plant, slotLength, failingVenue: null);

    /// <summary>A run with only these faults, and with only this venue ever unavailable.</summary>
    public static RunSettings Of(ulong seed, FaultPlan faults, string failingVenue) => new(seed, faults, Plant.None, null, failingVenue);

    public Dice DiceOf(Market market)
    {
        if (!marketDice.TryGetValue(market, out var own))
        {
            marketDice[market] = own = new Dice(Seed, $"market {market}");
        }

        return own;
    }

    public Outages OutagesOf(FaultClass kind) => new(new Dice(Seed, $"outages {kind}"), Faults.RateOf(kind), MeanOutage);

    public StoreFaults FaultsOf(string store, FaultClass unavailable, FaultClass unavailableAfter, FaultClass slow) =>
        new(store, Faults, new Dice(Seed, store), OutagesOf(unavailable), unavailable, unavailableAfter, slow);

    private Dictionary<Market, Pair> DrawMarkets()
    {
        var pairs = new Dictionary<Market, Pair>();
        foreach (var asset in Assets[..(1 + dice.Next(Assets.Length))])
        {
            pairs[Market.Parse($"coinbase:{asset}-USD")] = new Pair(new Asset(asset), new Asset("USD"));
            pairs[Market.Parse($"binance:{asset}USDT")] = new Pair(new Asset(asset), new Asset("USDT"));
        }

        return pairs;
    }
}
