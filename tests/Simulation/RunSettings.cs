using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation;

/// <summary>Everything drawn from a run's seed before it starts.</summary>
internal sealed class RunSettings
{
    private const int SlotsMin = 100;
    private const int SlotsSpan = 300;
    private const int SpoolBytesSmall = 64 * 1024;
    private const int SplitDeadlinesPerSlot = 4;
    private const double SplitsShare = 0.4;
    private const int StandstillSlots = 6;
    private const int PriceDecimals = 2;
    private const int ConverterDecimals = 5;
    private const long ConverterPrice = 100_000;

    /// <summary>The asset whose slots are split. It has a third market, so that two can outvote one.</summary>
    public static readonly Asset SplitAsset = new("BTC");

    public static readonly Asset ConverterBase = new("USDT");

    private static readonly Market Converter = Market.Parse("coinbase:USDT-USD");
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
        OtherCoin = DrawOtherCoin();
        Sources = Pairs.Keys.ToDictionary(market => market, market => new BookSource(market, TermsOf(market), faults, new Dice(seed, $"book {market}")));
        HasSplits = new Dice(seed, "splits").Chance(SplitsShare);
        Splits = new SplitSettings([Converter], ConvertsAtMid: true, SkewMax: TimeSpan.FromMinutes(1), length / SplitDeadlinesPerSlot, length * 2);
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

    public SplitSettings Splits { get; }

    /// <summary>Whether splits are computed; not in every run, because they take as long as the pulls of their markets.</summary>
    public bool HasSplits { get; }

    /// <summary>The market whose venue uses the asset's name for another coin; null when none does.</summary>
    public Market? OtherCoin { get; }

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

    private Dictionary<Market, Pair> DrawMarkets()
    {
        var pairs = new Dictionary<Market, Pair>();
        foreach (var asset in Assets[..(1 + dice.Next(Assets.Length))])
        {
            pairs[Market.Parse($"coinbase:{asset}-USD")] = new Pair(new Asset(asset), new Asset("USD"));
            pairs[Market.Parse($"binance:{asset}USDT")] = new Pair(new Asset(asset), ConverterBase);
        }

        pairs[Market.Parse($"coinbase:{SplitAsset.Code}-{ConverterBase.Code}")] = new Pair(SplitAsset, ConverterBase);
        pairs[Converter] = new Pair(ConverterBase, new Asset("USD"));

        return pairs;
    }

    private Market? DrawOtherCoin()
    {
        if (!Faults.Has(FaultClass.VenueOtherCoin))
        {
            return null;
        }

        Faults.Count(FaultClass.VenueOtherCoin);
        var candidates = Pairs.Keys.Where(market => Pairs[market].Base == SplitAsset).ToList();
        return candidates[new Dice(Seed, "other coin").Next(candidates.Count)];
    }

    // Markets of one asset have about the same price, unless one of them is another coin.
    private SourceTerms TermsOf(Market market)
    {
        var (own, isOther) = (new Dice(Seed, $"terms {market}"), market == OtherCoin);
        var price = 100_000 + new Dice(Seed, $"price {Pairs[market].Base.Code}").Next(900_000);
        return new SourceTerms(
            market == Converter ? ConverterPrice : !isOther ? price : own.Chance(0.5) ? price * 20 : price / 10,
            market == Converter ? ConverterDecimals : PriceDecimals,
            isOther,
            Standstills(market, FaultClass.VenueFrozen),
            Standstills(market, FaultClass.VenueHalted),
            To,
            own);
    }

    private Outages Standstills(Market market, FaultClass kind) =>
        new(new Dice(Seed, $"{kind} {market}"), Faults.RateOf(kind), Schedule.SlotLength * StandstillSlots);
}
