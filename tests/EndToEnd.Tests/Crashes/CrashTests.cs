using System.Diagnostics;
using OrderBookSilo.Support;
using Xunit.Abstractions;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary><c>kill -9</c> of a real silo, at all kinds of moments and with faults of every class: nothing lost, nothing duplicated.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rounds = 20;
    private const int CampaignsOfLongMode = 10;

    /// <summary>Each campaign has its own world, and the seed after the previous one.</summary>
    public static TheoryData<int> Campaigns => [.. Enumerable.Range(0, LongMode.IsOn ? CampaignsOfLongMode : 1)];

    [Theory]
    [MemberData(nameof(Campaigns))]
    public async Task Killed_at_any_moment_under_faults_of_every_class_a_silo_loses_and_duplicates_nothing(int campaign)
    {
        var watch = Stopwatch.StartNew();
        var seed = LongMode.Seed + (ulong)campaign;
        await using var world = await CrashWorld.StartAsync();
        var rounds = new CrashRounds(world, new Random(seed.GetHashCode()));
        try
        {
            await rounds.BeginAsync();
            for (var round = 0; round < Rounds; round++)
            {
                await rounds.RunAsync();
            }

            await rounds.SettleAsync();
        }
        finally
        {
            output.WriteLine($"ORDERBOOK_SEED={seed} repeats the faults and their times");
            output.WriteLine(rounds.Journal);
            output.WriteLine(rounds.Tally());
            output.WriteLine($"{watch.Elapsed.TotalSeconds:0} s");
        }
    }
}
