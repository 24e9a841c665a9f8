using System.Diagnostics;
using OrderBookSilo.Cluster.Tests.Hosts;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Xunit.Abstractions;

namespace OrderBookSilo.Cluster.Tests.Rates;

/// <summary>The rate of live answers of a market on another silo, relative to a grain there that returns a constant of the same size.</summary>
public sealed class RateTests(ITestOutputHelper output)
{
    private const string Market = "coinbase:BTC-USD";
    private const int Rounds = 7;
    private const int WarmUpRounds = 6;
    private const int CallsAtOnce = 32;
    private static readonly TimeSpan Lap = TimeSpan.FromMilliseconds(400);
    private static readonly CostQuestion Question = new("buy", "100000", InBase: false, Fees: null);

    [Fact]
    public async Task A_live_book_has_at_least_half_the_rate_of_a_constant_and_a_live_cost_a_fifth()
    {
        await using var cluster = await HostedCluster.StartAsync(2);
        await cluster.Registry.StartAllAsync([Market]);
        await cluster.BooksAsync(1);
        var market = cluster.Silos.Client.GetGrain<IMarketGrain>(Market);
        var bare = cluster.Silos.Client.GetGrain<IBareGrain>("bare");
        await bare.KeepAsync((await market.GetBookAsync(null))!, (await market.GetCostAsync(Question))!);

        var book = await RatioAsync(() => market.GetBookAsync(null), () => bare.GetBookAsync());
        var cost = await RatioAsync(() => market.GetCostAsync(Question), () => bare.GetCostAsync(Question));

        output.WriteLine($"live book {book:0.00} and live cost {cost:0.00} times the rate of a constant");
        Assert.InRange(book, 0.5, 2);
        Assert.InRange(cost, 0.2, 2);
    }

    // After the runtime has compiled what it calls often. In turn, round after round; other work on the machine only slows a lap down,
    // so the fastest lap of each is compared.
    private static async Task<double> RatioAsync(Func<Task> live, Func<Task> constant)
    {
        for (var round = 0; round < WarmUpRounds; round++)
        {
            await CallsAsync(live);
            await CallsAsync(constant);
        }

        var (liveRate, constantRate) = (0.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            liveRate = Math.Max(liveRate, await CallsAsync(live));
            constantRate = Math.Max(constantRate, await CallsAsync(constant));
        }

        return liveRate / constantRate;
    }

    private static async Task<double> CallsAsync(Func<Task> call)
    {
        var since = Stopwatch.GetTimestamp();
        var calls = await Task.WhenAll(Enumerable.Range(0, CallsAtOnce).Select(async _ =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(since) < Lap; count++)
            {
                await call();
            }

            return count;
        }));
        return calls.Sum() / Stopwatch.GetElapsedTime(since).TotalSeconds;
    }
}
