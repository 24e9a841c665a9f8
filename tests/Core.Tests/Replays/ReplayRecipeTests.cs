using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Core.Tests.Replays;

public sealed class ReplayRecipeTests
{
    private static readonly ReplayRequest Order =
        new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), [], null, null, null, ReplayMode.Version, "v", IsDry: false);

    private static readonly SnapshotPlan Plan = new(
        [10_000, 50_000], new Dictionary<string, IReadOnlyList<Exact>> { ["BTC"] = [1] }, [50_000], FillPolicy.Exact, [10, 100], FillsMax: 1_000);

    private static readonly SplitSettings Splits =
        new([Market.Parse("coinbase:USDT-USD")], ConvertsAtMid: false, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2));

    private static readonly Dictionary<string, TraderFees> Fees = new()
    {
        ["binance"] = TraderFees.Default with { Rate = Exact.FromScaled(75, 5), In = FeeIn.Quote },
        ["coinbase"] = TraderFees.Default with { Volume = 1_000_000 },
    };

    [Fact]
    public void It_contains_every_setting_that_affects_facts()
    {
        string[] others =
        [
            Describe(plan: Plan with { OrderSizes = [10_000] }),
            Describe(plan: Plan with { OrderSizesIn = new Dictionary<string, IReadOnlyList<Exact>> { ["BTC"] = [2] } }),
            Describe(plan: Plan with { FillSizes = [10_000] }),
            Describe(plan: Plan with { FillPolicy = FillPolicy.Seed }),
            Describe(plan: Plan with { DepthBandsBps = [10] }),
            Describe(plan: Plan with { FillsMax = 2_000 }),
            Describe(splits: Splits with { Conversions = [] }),
            Describe(splits: Splits with { ConvertsAtMid = true }),
            Describe(splits: Splits with { SkewMax = TimeSpan.FromMinutes(2) }),
            Describe(splits: Splits with { Deadline = TimeSpan.FromMinutes(2) }),
            Describe(splits: Splits with { PriceDistanceMax = Exact.FromScaled(2, 1) }),
            Describe(fees: With("binance", Fees["binance"] with { Rate = Exact.FromScaled(1, 3) })),
            Describe(fees: With("binance", Fees["binance"] with { In = FeeIn.Received })),
            Describe(fees: With("coinbase", Fees["coinbase"] with { Volume = 2_000_000 })),
            Describe(fees: With("coinbase", Fees["coinbase"] with { Profile = "other" })),
            Describe(order: Order with { OrderSizes = [250_000] }),
            Describe(order: Order with { FillPolicy = FillPolicy.Under }),
            Describe(order: Order with { FeeProfile = "other" }),
            Describe(order: Order with { FeeProfile = ReplayRequest.NoFees }),
        ];

        Assert.Equal(others.Length + 1, others.Append(Describe()).Distinct().Count());
    }

    [Fact]
    public void Settings_that_affect_no_facts_do_not_change_it()
    {
        var usual = Describe();

        Assert.Equal(usual, Describe(order: Order with { From = DateTimeOffset.UnixEpoch.AddHours(1), Markets = [Market.Parse("coinbase:BTC-USD")], Version = "w" }));
        Assert.Equal(usual, Describe(order: Order with { FillPolicy = FillPolicy.Exact }));
        Assert.Equal(usual, Describe(fees: With("a-new-venue", TraderFees.Default)));
        Assert.Equal(usual, Describe(fees: With("binance", Fees["binance"] with { Profile = "other", Volume = 5 })));
        Assert.Equal(usual, Describe(splits: Splits with { AgeMax = TimeSpan.FromHours(3) }));
    }

    private static Dictionary<string, TraderFees> With(string venue, TraderFees trader) => new(Fees) { [venue] = trader };

    private static string Describe(
        ReplayRequest? order = null, SnapshotPlan? plan = null, Dictionary<string, TraderFees>? fees = null, SplitSettings? splits = null) =>
        ReplayRecipe.Of(order ?? Order, plan ?? Plan, new MarketFees(fees ?? Fees), new SplitPlanner(splits ?? Splits)).Describe();
}
