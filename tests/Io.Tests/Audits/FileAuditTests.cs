using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Audits;

/// <summary>The suite on a directory, and tests independent of the kind of archive.</summary>
public sealed class FileAuditTests : AuditorSuite, IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_due_slot_without_evidence_becomes_a_gap_with_a_reason_unless_its_market_was_stopped_in_it()
    {
        World.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 451, Count = 1 });
        await World.PullAsync();
        Pass(hours: 2);
        await World.Postgres.Markets.StopMarketAsync(SpoolWorld.Market, World.Clock.GetUtcNow(), None);
        Pass(hours: 2);

        Assert.Equal((3, 0, 2, 0), Summary(await AuditAsync()));
        Assert.Equal(["geo_blocked", "not_running"], await World.Database.RowsAsync("SELECT reason FROM fact_gap ORDER BY slot"));
    }

    [Fact]
    public async Task Audited_slots_are_not_audited_again_unless_requested()
    {
        var pulled = await World.CommitAsync();
        Pass(hours: 1);
        Assert.Equal((1, 0, 0, 0), Summary(await AuditAsync()));
        await DeleteAsync(pulled.ArchiveKey);
        Pass(hours: 1);

        Assert.Equal((1, 0, 1, 0), Summary(await AuditAsync()));
        Assert.Equal((2, 0, 0, 1), Summary(await AuditRangeAsync()));
    }

    [Fact]
    public async Task Slots_before_the_first_audits_range_are_audited_on_request()
    {
        await ArchiveOnlyAsync();
        await World.Postgres.Markets.StopMarketAsync(SpoolWorld.Market, World.Clock.GetUtcNow() + SpoolWorld.Hour, None);
        World.Clock.Advance(Auditor.LookBack + TimeSpan.FromDays(1));

        Assert.Equal((0, 0, 0, 0), Summary(await AuditAsync()));
        Assert.Equal((2, 1, 0, 0), Summary(await AuditRangeAsync()));
    }

    [Fact]
    public async Task A_call_is_bounded_and_the_next_one_continues()
    {
        Pass(hours: Auditor.SlotsMax + 30);

        var first = await AuditAsync();
        var second = await AuditAsync();

        Assert.Equal((Auditor.SlotsMax, 30), (first.Slots, second.Slots));
        Assert.NotNull(first.ContinueAt);
        Assert.Null(second.ContinueAt);
        Assert.Equal(Auditor.SlotsMax + 30, await World.Database.ScalarAsync<long>("SELECT count(*) FROM fact_gap"));
        var third = await AuditRangeAsync();
        Assert.Equal((Auditor.SlotsMax, 30), (third.Slots, (await AuditRangeAsync(third.ContinueAt)).Slots));
    }

    [Fact]
    public async Task A_call_over_years_without_slots_ends_in_time_and_returns_where_to_continue()
    {
        Pass(hours: 2);
        var (from, now) = (Some.Hour.AddYears(-2), World.Clock.GetUtcNow());
        var subject = SubjectAt(new TellingTime(World.Clock));
        var (slots, places) = (0, new List<DateTimeOffset>());
        AuditCursor? after = null;
        do
        {
            var run = await subject.RunRangeAsync(from, now, null, after, Auditor.EndOf(Hourly, now, null), None);
            (slots, after) = (slots + run.Slots, run.ContinueAt);
            places.AddRange(after is null ? [] : [after.Slot]);
        }
        while (after is not null);

        Assert.Equal(2, slots);
        Assert.InRange(places.Count, 5, 60);
        Assert.Equal(places.Distinct().Order(), places);
    }

    [Fact]
    public async Task An_object_without_usable_facts_is_reported_and_blocks_nothing()
    {
        await World.Database.ExecuteAsync("ALTER TABLE fact_book ADD CONSTRAINT refused CHECK (sequence <> 13)");
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("13"));
        var refused = await ArchiveOnlyAsync();
        Pass(hours: 1);
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("14"));
        await ArchiveOnlyAsync();
        Pass(hours: 1);

        var run = await AuditAsync();

        Assert.Equal((2, 1, 1, 1), Summary(run));
        var finding = Assert.Single(run.Faulty[0].Findings);
        Assert.Equal((AuditFindingKind.UnnamedObject, refused), (finding.Kind, finding.Key));
        Assert.Contains("refused", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slots_in_a_spool_are_not_audited()
    {
        Pass(hours: 3);
        var now = World.Clock.GetUtcNow();
        var waitingFrom = World.Slot.Start - (SpoolWorld.Hour * 2);

        var run = await Subject.RunAsync(Auditor.EndOf(Hourly, now, waitingFrom), None);

        Assert.Equal((1, 0, 1, 0), Summary(run));
        Assert.Equal((2, 0, 2, 0), Summary(await AuditAsync()));
    }

    [Fact]
    public async Task A_slot_that_has_just_ended_is_left_to_its_market()
    {
        World.Clock.Advance(SpoolWorld.Hour);

        Assert.Equal((0, 0, 0, 0), Summary(await AuditAsync()));
    }

    private protected override Task<IArchive> OpenAsync() => Task.FromResult<IArchive>(new FileArchive(directory.FullName));

    private protected override Task DeleteAsync(string key)
    {
        File.Delete(Path.Combine(directory.FullName, key));
        return Task.CompletedTask;
    }

    private protected override Task DamageAsync(string key, string other)
    {
        File.Copy(Path.Combine(directory.FullName, other), Path.Combine(directory.FullName, key), overwrite: true);
        return Task.CompletedTask;
    }

    // Nobody can read the first page of a process's memory: the result is EIO, as from a failing disk.
    private protected override Task LockAsync(params string[] keys)
    {
        foreach (var path in keys.Select(key => Path.Combine(directory.FullName, key)))
        {
            File.Delete(path);
            File.CreateSymbolicLink(path, "/proc/self/mem");
        }

        return Task.CompletedTask;
    }

    /// <summary>A clock that advances by a second whenever the elapsed time is read.</summary>
    private sealed class TellingTime(FakeTimeProvider clock) : TimeProvider
    {
        private long seconds;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => ++seconds;
    }
}
