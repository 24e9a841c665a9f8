using System.Globalization;
using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Support;
using Xunit.Abstractions;

namespace OrderBookSilo.Simulation;

/// <summary>Pulls, schedule, spool, slot closing and audit under every fault that a run can have.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const long Slots = 500_000;
    private const long MarketYears = 1_000;

    [Fact]
    public async Task Seeds_that_failed_before_pass()
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "seeds.txt"));
        foreach (var line in lines.Where(line => line is not ['#', ..]))
        {
            var seed = ulong.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture);
            Assert.Empty((await Run.OfAsync(RunSettings.Draw(seed))).Violations);
        }
    }

    [Fact]
    public async Task A_run_is_deterministic()
    {
        var (one, other) = (await Run.OfAsync(RunSettings.Draw(7)), await Run.OfAsync(RunSettings.Draw(7)));
        Assert.Equal(one.Injected, other.Injected);
        Assert.Equal(one.RowsChecked, other.RowsChecked);
        Assert.Equal(one.Archive.Objects.Keys, other.Archive.Objects.Keys);
        Assert.Equal(one.Warehouse.Splits.Stored.Keys, other.Warehouse.Splits.Stored.Keys);
        Assert.Equal(LegsOf(one), LegsOf(other));
    }

    [Fact]
    public async Task Nothing_is_lost_or_duplicated_whatever_the_faults()
    {
        var seed = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 20;
        var campaign = LongMode.IsOn
            ? await Campaign.RunAsync(seed, (long)(MarketYears * 365.25 * 24), TimeSpan.FromHours(1))
            : await Campaign.RunAsync(seed, Slots);
        output.WriteLine(campaign.ToString());
        Assert.Empty(campaign.Failures);
        Assert.All(campaign.Injected, kind => Assert.True(kind.Count > 0, $"{kind.Kind} was never injected"));
    }

    /// <summary>Each plant is a bug; if the checks could not find it, their success would mean nothing.</summary>
    [Theory]
    [InlineData(Plant.ArchiveForgets)]
    [InlineData(Plant.ArchiveOverwrites)]
    [InlineData(Plant.SpoolForgets)]
    [InlineData(Plant.GapStays)]
    [InlineData(Plant.CommitTwice)]
    [InlineData(Plant.StateAhead)]
    [InlineData(Plant.FillLost)]
    [InlineData(Plant.BudgetIgnored)]
    [InlineData(Plant.FailureDropped)]
    [InlineData(Plant.ArchiveDamages)]
    [InlineData(Plant.MarketRowAlone)]
    public async Task An_intentional_bug_is_found(Plant plant)
    {
        for (var seed = 1UL; seed <= 60; seed++)
        {
            if ((await Run.OfAsync(RunSettings.Draw(seed, plant))).Violations.Count > 0)
            {
                output.WriteLine($"{plant} was found in run {seed}");
                return;
            }
        }

        Assert.Fail($"{plant} was not found in 60 runs");
    }

    [Fact]
    public async Task A_market_that_has_its_row_but_was_never_started_is_started()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            Assert.Empty((await Run.OfAsync(RunSettings.Draw(seed, Plant.MarketRowApart))).Violations);
        }
    }

    [Fact]
    public async Task A_failing_venue_does_not_affect_another()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var (calm, failing) = (await Run.OfAsync(Isolated(seed, isFailing: false)), await Run.OfAsync(Isolated(seed, isFailing: true)));
            foreach (var (market, slots) in calm.Warehouse.Markets.Where(market => market.Key.Venue == "binance"))
            {
                var others = failing.Warehouse.Markets[market];
                Assert.Equal(slots.Keys, others.Keys);
                Assert.All(slots.Keys, slot => Assert.Equal(slots[slot].Pulls, others[slot].Pulls));
                Assert.All(slots.Keys, slot => Assert.Equal(slots[slot].Books.Select(book => book.Capture.ReceivedAt), others[slot].Books.Select(book => book.Capture.ReceivedAt)));
            }

            Assert.NotEqual(calm.Archive.Objects.Count, failing.Archive.Objects.Count);
        }
    }

    private static IEnumerable<string> LegsOf(RunResult run) =>
        run.Warehouse.Splits.Stored.Values.SelectMany(stored => stored.Splits).SelectMany(split => split.Split?.Legs ?? []).Select(leg => leg.ToString());

    private static RunSettings Isolated(ulong seed, bool isFailing) =>
        RunSettings.Of(seed, FaultPlan.Of(isFailing ? [(FaultClass.VenueDead, 0.3)] : []), failingVenue: "coinbase");
}
