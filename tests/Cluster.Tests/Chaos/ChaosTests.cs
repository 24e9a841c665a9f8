using System.Globalization;
using OrderBookSilo.Cluster.Tests.Processes;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using Xunit.Abstractions;

namespace OrderBookSilo.Cluster.Tests.Chaos;

/// <summary>
/// An hour in which one thing after another happens to a cluster of three silos with 60 markets and slots of a minute. Only in the
/// long mode; <c>ORDERBOOK_CHAOS_MINUTES</c> sets another time.
/// </summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    private const int MinutesInLongMode = 60;
    private static readonly TimeSpan OutcomeTimeMax = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Whatever_happens_to_a_cluster_every_slot_has_one_outcome_and_every_market_answers_again()
    {
        if (!LongMode.IsOn)
        {
            Missing.Optional("an hour of chaos: ./orderbook test --long Chaos");
        }

        await Partition.RequireAsync();
        var chance = new Random(LongMode.Seed.GetHashCode());
        await using var cluster = await ChaosCluster.StartAsync();
        var until = DateTimeOffset.UtcNow.AddMinutes(Minutes);
        var rounds = new List<ChaosRound>();
        try
        {
            while (DateTimeOffset.UtcNow < until)
            {
                foreach (var kind in Enum.GetValues<ChaosKind>().OrderBy(_ => chance.Next()).TakeWhile(_ => DateTimeOffset.UtcNow < until))
                {
                    rounds.Add(await cluster.PlayAsync(kind, chance));
                }
            }

            await Eventually.HoldsAsync(
                async () => await cluster.Silos.CountAsync(Evidence.SlotsWithoutOutcome) == 0, () => "an outcome of every slot", OutcomeTimeMax);
            await Evidence.IsSoundAsync(cluster.Silos);
        }
        finally
        {
            Report(rounds);
            output.WriteLine($"ORDERBOOK_SEED={LongMode.Seed} repeats the order and the times; {await cluster.DescribeAsync()}");
        }

        Assert.All(rounds, round => Assert.True(round.IsWithinLimits, round.ToString()));
    }

    private static int Minutes =>
        int.TryParse(Environment.GetEnvironmentVariable("ORDERBOOK_CHAOS_MINUTES"), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : MinutesInLongMode;

    private void Report(List<ChaosRound> rounds)
    {
        output.WriteLine("| what | rounds | longest without all answers | all books again after, at most | gaps | silos declared dead without a cause |");
        output.WriteLine("|---|--:|--:|--:|--:|--:|");
        foreach (var kind in rounds.GroupBy(round => round.Kind).OrderBy(kind => kind.Key))
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {kind.Key} | {kind.Count()} | {kind.Max(round => round.Silence).TotalSeconds:0} s | {kind.Max(round => round.Recovery).TotalSeconds:0} s | {kind.Sum(round => round.Gaps)} | {kind.Sum(round => round.Ended)} |"));
        }
    }
}
