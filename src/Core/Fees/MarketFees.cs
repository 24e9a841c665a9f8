using System.Collections.Concurrent;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Fees;

/// <summary>The taker fee of every market: the schedules last read, combined with this trader's configuration for each venue.</summary>
public sealed class MarketFees(IReadOnlyDictionary<string, TraderFees> traders)
{
    private readonly ConcurrentDictionary<(Market Market, string Profile), Looked> latest = new();
    private readonly TraderFees ofOthers = TraderFees.Default;
    private volatile FeeSchedules schedules = FeeSchedules.BuiltIn;

    private MarketFees(FeeSchedules known, IReadOnlyDictionary<string, TraderFees> traders, TraderFees ofOthers)
        : this(traders) => (schedules, this.ofOthers) = (known, ofOthers);

    /// <summary>Replaces the schedules.</summary>
    public void Use(FeeSchedules known) => schedules = known;

    /// <summary>The same schedules for a trader with this profile on every venue, at this trader's volume.</summary>
    public MarketFees WithProfile(string profile) => With(trader => new TraderFees(trader.Volume, profile, null, null));

    /// <summary>The fees of a trader who pays none.</summary>
    public MarketFees WithoutFees() => With(trader => trader with { Rate = Exact.Zero, In = FeeIn.Quote });

    /// <summary>The configured traders by venue; the empty name stands for all other venues.</summary>
    public IEnumerable<KeyValuePair<string, TraderFees>> Traders =>
        traders.OrderBy(trader => trader.Key, StringComparer.Ordinal).Append(new("", ofOthers));

    public IReadOnlyList<string> ProfilesOf(string venue) => schedules.ProfilesOf(venue);

    /// <summary>
    /// The fee that this trader paid on a market at this instant; null when unknown, for example while the pair is unknown.
    /// </summary>
    public TakerFee? Find(Market market, Pair? pair, DateTimeOffset at)
    {
        var trader = Trader(market.Venue);
        var scheduled = Find(market, pair, at, trader.Profile);
        return trader.Rate is { } rate ? TakerFee.Flat(rate, trader.In ?? scheduled?.In ?? FeeIn.Quote)
            : trader.In is { } feeIn && scheduled is { IsFlat: true } ? TakerFee.Flat(scheduled.Brackets[0].Rate, feeIn)
            : scheduled;
    }

    /// <summary>The fee under a given profile, at this trader's volume.</summary>
    public TakerFee? Find(Market market, Pair? pair, DateTimeOffset at, string profile)
    {
        if (pair is not { } of)
        {
            return null;
        }

        // The same book of a market is asked about repeatedly.
        var known = schedules;
        if (!latest.TryGetValue((market, profile), out var looked) || looked.At != at || looked.Pair != of || !ReferenceEquals(looked.Schedules, known))
        {
            looked = new Looked(at, of, known, known.Find(market.Venue, profile, ClassOf(of), Trader(market.Venue).Volume, at));
            latest[(market, profile)] = looked;
        }

        return looked.Fee;
    }

    private MarketFees With(Func<TraderFees, TraderFees> change) =>
        new(schedules, traders.ToDictionary(trader => trader.Key, trader => change(trader.Value)), change(ofOthers));

    private TraderFees Trader(string venue) => traders.TryGetValue(venue, out var trader) ? trader : ofOthers;

    private static ProductClass ClassOf(Pair pair) =>
        DollarAssets.Contains(pair.Base) && DollarAssets.Contains(pair.Quote) ? ProductClass.Stable : ProductClass.Standard;

    private sealed record Looked(DateTimeOffset At, Pair Pair, FeeSchedules Schedules, TakerFee? Fee);
}

/// <summary>A trader's fee configuration for one venue.</summary>
/// <param name="Volume">Of the last 30 days, in USD.</param>
/// <param name="Rate">Overrides the schedule's rate; a fraction.</param>
/// <param name="In">Overrides the schedule's currency of the fee.</param>
public sealed record TraderFees(Exact Volume, string Profile, Exact? Rate, FeeIn? In)
{
    public static TraderFees Default { get; } = new(Exact.Zero, FeeSchedules.StandardProfile, null, null);
}
