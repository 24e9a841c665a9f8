using System.Diagnostics;
using OrderBookSilo.Cluster.Tests.Processes;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Chaos;

/// <summary>Three silos, and what is done to them.</summary>
internal sealed class ChaosCluster : IAsyncDisposable
{
    private const int SiloCount = 3;
    private const int MarketCount = 60;

    /// <summary>More than MaxClockOffset, so that the silo has to notice.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMinutes(7);

    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecoveryMax = SiloCluster.Slot * 4;

    private readonly List<ChaosSilo> silos;
    private readonly CancellationTokenSource closing = new();
    private Task supervision = Task.CompletedTask;

    private ChaosCluster(SiloCluster cluster)
    {
        Silos = cluster;
        silos = [.. Enumerable.Range(0, SiloCount).Select(index => new ChaosSilo(cluster, index))];
    }

    public SiloCluster Silos { get; }

    public static async Task<ChaosCluster> StartAsync()
    {
        var chaos = new ChaosCluster(await SiloCluster.CreateAsync(MarketCount));
        await Task.WhenAll(chaos.silos.Select(silo => silo.StartAsync()));
        await chaos.silos[0].Process.BooksAsync(MarketCount);
        chaos.supervision = chaos.SuperviseAsync();
        return chaos;
    }

    /// <summary>One round: it begins anywhere in a slot, lasts up to a slot and a half, and ends when every market has a new book.</summary>
    public async Task<ChaosRound> PlayAsync(ChaosKind kind, Random chance)
    {
        var affected = silos.OrderBy(_ => chance.Next()).Take(kind is ChaosKind.TwoPaused or ChaosKind.TwoKilled ? 2 : 1).ToList();
        var witness = silos.Except(affected).First();
        await Task.Delay(SiloCluster.Slot * chance.NextDouble());

        var (began, endedBefore) = (DateTimeOffset.UtcNow, witness.EndedByItself);
        using var over = new CancellationTokenSource();
        var silence = LongestSilenceAsync(witness, over.Token);
        await BeginAsync(kind, affected);
        await Task.Delay(SiloCluster.Slot * (0.4 + chance.NextDouble()));
        await EndAsync(kind, affected);

        var ended = DateTimeOffset.UtcNow;
        var since = Stopwatch.GetTimestamp();
        await Eventually.HoldsAsync(
            () => AnswersAsync(() => Silos.HaveBooksSinceAsync(witness.Process, ended)), () => $"new books after {kind}\n{witness.Process.Log}", RecoveryMax);
        var recovery = Stopwatch.GetElapsedTime(since);
        await over.CancelAsync();
        return new ChaosRound(kind, await silence, recovery, await GapsSinceAsync(began), witness.EndedByItself - endedBefore);
    }

    public async Task<string> DescribeAsync() =>
        $"{await Silos.CountAsync("SELECT count(*) FROM fact_book")} books, {await Silos.CountAsync("SELECT count(*) FROM fact_gap")} gaps, "
        + $"{silos.Sum(silo => silo.EndedByItself)} silos ended by themselves and were started again";

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await supervision;
        await Partition.EndAsync();
        await Silos.DisposeAsync();
        silos.ForEach(silo => silo.Dispose());
        closing.Dispose();
    }

    private async Task BeginAsync(ChaosKind kind, List<ChaosSilo> affected)
    {
        await (kind switch
        {
            ChaosKind.OnePaused or ChaosKind.TwoPaused => Task.WhenAll(affected.Select(silo => silo.PauseAsync())),
            ChaosKind.OneKilled or ChaosKind.TwoKilled => Task.WhenAll(affected.Select(silo => silo.KillAsync())),
            ChaosKind.OneCutOff => Partition.BeginAsync(affected[0], silos.Except(affected)),
            ChaosKind.DatabaseFrozen => Silos.SignalPostgresAsync("-STOP"),
            ChaosKind.DatabaseKilled => Silos.KillPostgresAsync(),
            ChaosKind.ClockForward => JumpAsync(affected[0], ClockStep),
            ChaosKind.ClockBack => JumpAsync(affected[0], -ClockStep),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        });
    }

    private async Task EndAsync(ChaosKind kind, List<ChaosSilo> affected)
    {
        await (kind switch
        {
            ChaosKind.OnePaused or ChaosKind.TwoPaused => Task.WhenAll(affected.Select(silo => silo.ResumeAsync())),
            ChaosKind.OneKilled or ChaosKind.TwoKilled => Task.WhenAll(affected.Select(silo => silo.StartAsync())),
            ChaosKind.OneCutOff => Partition.EndAsync(),
            ChaosKind.DatabaseFrozen => Silos.SignalPostgresAsync("-CONT"),
            ChaosKind.DatabaseKilled => Silos.StartPostgresAgainAsync(),
            _ => JumpAsync(affected[0], -affected[0].Clock.Offset),
        });
    }

    // A silo that was declared dead ends once it learns of it.
    private async Task SuperviseAsync()
    {
        while (!closing.IsCancellationRequested)
        {
            await Task.WhenAll(silos.Select(silo => silo.KeepRunningAsync()));
            await Task.Delay(LookPeriod);
        }
    }

    private static Task JumpAsync(ChaosSilo silo, TimeSpan by)
    {
        silo.Clock.Jump(by);
        return Task.CompletedTask;
    }

    private async Task<TimeSpan> LongestSilenceAsync(ChaosSilo witness, CancellationToken over)
    {
        var (longest, answered) = (TimeSpan.Zero, Stopwatch.GetTimestamp());
        while (!over.IsCancellationRequested)
        {
            var isWhole = await AnswersAsync(() => Silos.DoAllAnswerAsync(witness.Process));
            var silence = Stopwatch.GetElapsedTime(answered);
            longest = silence > longest ? silence : longest;
            answered = isWhole ? Stopwatch.GetTimestamp() : answered;
            await Task.Delay(LookPeriod, CancellationToken.None);
        }

        return longest;
    }

    // Nothing is done to the silo that is asked, but it ends by itself when the others declared it dead.
    private static async Task<bool> AnswersAsync(Func<Task<bool>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception silent) when (silent is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private Task<long> GapsSinceAsync(DateTimeOffset began) =>
        Silos.CountAsync($"SELECT count(*) FROM fact_gap WHERE slot >= date_trunc('minute', timestamptz '{began:O}')");
}
