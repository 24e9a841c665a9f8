using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Support.Faults;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.Support;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Rounds of a silo's life: faults begin and end at random moments until the silo is killed. Then the evidence is checked.</summary>
internal sealed class CrashRounds(CrashWorld world, Random chance)
{
    private const int FaultsOfRound = 2;
    private const double KilledInStartUp = 0.3;
    private const double FaultyFromStart = 0.35;
    private const int StartUpMs = 2_500;
    private const int WorkMs = 4_000;
    private const int DeadSecondsMin = 10;
    private const int DeadSecondsMax = 60;

    /// <summary>A start that takes longer than this, because of its faults, is not waited for.</summary>
    private static readonly TimeSpan ReadyTimeMax = TimeSpan.FromSeconds(8);

    private static readonly TimeSpan SettleTimeMax = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>An audit leaves the last minutes to the markets themselves.</summary>
    private static readonly TimeSpan AuditGrace = TimeSpan.FromMinutes(3);

    private readonly Faults faults = new(world, chance);
    private readonly ArchivedEvidence archived = new(world);
    private readonly KeptEntries kept = new(world);
    private readonly StringBuilder journal = new();
    private DateTimeOffset latest = world.Clock.Now;
    private int rounds;
    private int killedInStartUp;
    private int killedAtWork;
    private int endedByThemselves;
    private bool isSettled;
    private long slots;
    private long gaps;
    private long rows;

    /// <summary>What happened when, and the log of the last silo.</summary>
    public string Journal => journal.ToString();

    /// <summary>The first start: from now on slots are due.</summary>
    public async Task BeginAsync()
    {
        await using var silo = world.Launch();
        await silo.ReadyAsync();
        await silo.BooksAsync(CrashWorld.MarketCount);
        await KillAsync(silo);
    }

    /// <summary>One life and death of a silo, and the invariants that hold at any moment.</summary>
    public async Task RunAsync()
    {
        // Time passes while no silo runs: slots become due that can only end as gaps.
        Jump(TimeSpan.FromSeconds(chance.Next(DeadSecondsMin, DeadSecondsMax)));
        rounds++;
        var isStartUp = chance.NextDouble() < KilledInStartUp;
        var life = chance.Next(isStartUp ? StartUpMs : WorkMs);
        var dealt = Enumerable.Range(0, FaultsOfRound).Select(_ => faults.Deal()).Distinct().ToList();
        var plan = dealt.SelectMany(kind => Plan(kind, life)).OrderBy(step => step.AtMs).ToList();
        journal.AppendLine($"round {rounds}: {life} ms {(isStartUp ? "from the start" : "at work")}, {string.Join(", ", plan.Select(step => $"{(step.Begins ? "" : "no more ")}{step.Kind} at {step.AtMs}"))}");

        foreach (var step in plan.TakeWhile(step => step.AtMs < 0))
        {
            await DoAsync(step);
        }

        await using (var silo = world.Launch())
        {
            await (isStartUp ? Task.CompletedTask : ReadyAsync(silo));
            var clock = Stopwatch.StartNew();
            foreach (var step in plan.SkipWhile(step => step.AtMs < 0))
            {
                await UntilAsync(clock, step.AtMs);
                await DoAsync(step);
            }

            await UntilAsync(clock, life);
            await KillAsync(silo);
            kept.Look();
            journal.AppendLine($"  {world.WaitingEntries().Count} entries wait in the spool");
        }

        foreach (var kind in dealt)
        {
            await faults.EndAsync(kind);
        }

        await Settled.NothingIsDoubledAsync(world.Database);
        await archived.IsThereAsync();
    }

    /// <summary>Without faults a silo gives every slot its outcome: nothing waits, nothing is missing, all evidence is named.</summary>
    public async Task SettleAsync()
    {
        var until = new DateTimeOffset(latest.Ticks - (latest.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var since = until - (world.Clock.Offset + TimeSpan.FromHours(1));
        Jump(latest + AuditGrace - world.Clock.Now);
        await using var silo = world.Launch();
        try
        {
            await silo.ReadyAsync();
            await AuditAsync(silo, since, until);
            await WaitAsync(() => Task.FromResult((long)world.WaitingEntries().Count), "entries wait in the spool");
            await WaitAsync(() => Settled.CountLostAsync(world.Database, until), "due slots have no outcome");
            Assert.Empty(world.EntriesSetAside());
            Assert.Empty((await silo.GetAsync("/api/audit")).GetProperty("findings").EnumerateArray());
        }
        catch
        {
            journal.AppendLine(silo.Log);
            throw;
        }

        await silo.KillAsync();
        MovedClock.CleanUpAfter(silo.Id);
        await Settled.NothingIsDoubledAsync(world.Database);
        await archived.IsNamedAsync();
        await kept.AreNamedAsync();
        await CountAsync(until);
        await new PlantedDamage(world, archived, until).IsFoundAsync();
    }

    public string Tally() => $"""
        {rounds} rounds and a first start: {killedInStartUp} killed in the start-up, {killedAtWork} at work, {endedByThemselves} starts given up
        faults: {string.Join(", ", faults.Injected.Select(kind => $"{kind.Key} {kind.Value}"))}
        {slots} due slots, {gaps} of them gaps; {rows} rows, {archived.Objects} objects and {kept.Count} spooled entries checked: {(isSettled ? "0 lost, 0 doubled" : "not settled")}
        """;

    private async Task CountAsync(DateTimeOffset until)
    {
        slots = await Settled.CountDueAsync(world.Database, until);
        gaps = await Settled.CountGapsAsync(world.Database, until);
        rows = await Settled.CountRowsAsync(world.Database);
        Assert.True(slots > rounds * CrashWorld.MarketCount / 2, $"only {slots} slots were due");
        Assert.True(gaps < slots, "no slot has its book");
        isSettled = true;
    }

    private IEnumerable<Step> Plan(FaultClass kind, int life)
    {
        var begin = chance.NextDouble() < FaultyFromStart ? -1 : chance.Next(life + 1);
        yield return new Step(begin, kind, Begins: true);
        var end = chance.Next(Math.Max(begin, 0), Math.Max(life, 1) * 2);
        if (end < life)
        {
            yield return new Step(end, kind, Begins: false);
        }
    }

    private async Task DoAsync(Step step)
    {
        latest = Later(latest, world.Clock.Now);
        await (step.Begins ? faults.BeginAsync(step.Kind) : faults.EndAsync(step.Kind));
        latest = Later(latest, world.Clock.Now);
    }

    private async Task KillAsync(SiloProcess silo)
    {
        var hasExited = silo.HasExited;
        var isReady = !hasExited && await silo.IsReadyAsync();
        await silo.KillAsync();
        MovedClock.CleanUpAfter(silo.Id);
        latest = Later(latest, world.Clock.Now);
        endedByThemselves += hasExited ? 1 : 0;
        killedAtWork += isReady ? 1 : 0;
        killedInStartUp += isReady || hasExited ? 0 : 1;
        if (hasExited)
        {
            journal.AppendLine($"ended by itself:\n{silo.Log}");
        }
    }

    /// <summary>Audits the range again, as an operator does after a clock jump; in its first minute an audit answers that it is waiting.</summary>
    private static async Task AuditAsync(SiloProcess silo, DateTimeOffset since, DateTimeOffset until)
    {
        var range = $"/api/audit?from={since.UtcDateTime:s}Z&to={until.UtcDateTime:s}Z";
        var next = "";
        var waited = Stopwatch.StartNew();
        while (true)
        {
            using var answer = await silo.Http.PostAsync(new Uri(range + next, UriKind.Relative), null);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable && waited.Elapsed < SettleTimeMax)
            {
                await Task.Delay(LookPeriod);
                continue;
            }

            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            var run = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
            if (run.GetProperty("continueAt").ValueKind == JsonValueKind.Null)
            {
                return;
            }

            next = $"&continueAt={Uri.EscapeDataString(run.GetProperty("continueAt").GetString()!)}&continueAfter={run.GetProperty("continueAfter").GetString()}";
        }
    }

    private static Task WaitAsync(Func<Task<long>> count, string what) =>
        Eventually.GetAsync(count, left => left == 0, left => $"lost: {left} {what}", SettleTimeMax);

    private static async Task ReadyAsync(SiloProcess silo)
    {
        var waited = Stopwatch.StartNew();
        while (waited.Elapsed < ReadyTimeMax && !silo.HasExited && !await silo.IsReadyAsync())
        {
            await Task.Delay(LookPeriod / 10);
        }
    }

    private static async Task UntilAsync(Stopwatch clock, int atMs)
    {
        var left = TimeSpan.FromMilliseconds(atMs) - clock.Elapsed;
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private void Jump(TimeSpan by)
    {
        world.Clock.Jump(by);
        latest = Later(latest, world.Clock.Now);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    /// <param name="AtMs">Time after the silo's start, or after it was ready; negative for before its start.</param>
    private sealed record Step(int AtMs, FaultClass Kind, bool Begins);
}
