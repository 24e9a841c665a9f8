using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Audits;

/// <summary>The auditor with a real database and each kind of archive.</summary>
public abstract class AuditorSuite : IAsyncLifetime
{
    private protected static readonly CancellationToken None = CancellationToken.None;
    private protected static readonly SlotSchedule Hourly = new(SpoolWorld.Hour, TimeSpan.Zero);

    internal SpoolWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await SpoolWorld.CreateAsync(archive: await OpenAsync());

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task An_archived_but_unfinished_capture_becomes_its_slots_book()
    {
        var key = await ArchiveOnlyAsync();
        Pass(hours: 1);

        var run = await AuditAsync();

        Assert.Equal((1, 1, 0, 0), Summary(run));
        Assert.Equal([$"book|{key}"], await World.Database.RowsAsync("SELECT outcome, archive_key FROM fact_pull"));
        Assert.Equal([$"{key}|1"], await World.Database.RowsAsync("SELECT archive_key, (SELECT count(DISTINCT order_size) FROM fact_cost) FROM fact_book"));
        Assert.Equal((0, 0, 0, 0), Summary(await AuditAsync()));
    }

    [Fact]
    public async Task A_gap_is_replaced_by_a_book_that_is_found_in_the_archive()
    {
        var slot = World.Slot;
        await ArchiveOnlyAsync();
        await World.Postgres.Facts.RecordGapsAsync(SpoolWorld.Market, [slot], World.Clock.GetUtcNow(), None);
        Pass(hours: 1);

        Assert.Equal((1, 1, 0, 0), Summary(await AuditAsync()));
        Assert.Equal(["1|0"], await World.Database.RowsAsync("SELECT (SELECT count(*) FROM fact_book) AS books, (SELECT count(*) FROM fact_gap) AS gaps"));
    }

    [Fact]
    public async Task Objects_that_no_pull_refers_to_get_their_row_whatever_they_contain()
    {
        await World.PullAsync();
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        World.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Crossed, "BTC-USD") { Count = 1 });
        await ArchiveOnlyAsync();
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("7"));
        await ArchiveOnlyAsync();
        Pass(hours: 1);

        Assert.Equal((1, 2, 0, 0), Summary(await AuditAsync()));
        Assert.Equal(["book|", "failed|crossed", "superseded|"], await World.OutcomesAsync());
    }

    [Fact]
    public async Task A_missing_object_is_reported_until_it_is_restored()
    {
        var pulled = await World.CommitAsync();
        await DeleteAsync(pulled.ArchiveKey);
        Pass(hours: 1);

        var finding = Assert.Single(Assert.Single((await AuditAsync()).Faulty).Findings);
        Assert.Equal((AuditFindingKind.MissingObject, pulled.ArchiveKey), (finding.Kind, finding.Key));
        Assert.Null(Assert.Single(await World.Postgres.Audits.ReadFindingsAsync(null, 10, None)).ResolvedAt);

        await World.Archive.StoreAsync(pulled.Capture, None);
        Assert.Equal((1, 0, 0, 0), Summary(await AuditRangeAsync()));
        Assert.Empty(await World.Postgres.Audits.ReadFindingsAsync(null, 10, None));
        Assert.NotNull(Assert.Single(await World.Postgres.Audits.ReadFindingsAsync((pulled.Capture.Slot.Start, World.Clock.GetUtcNow()), 10, None)).ResolvedAt);
    }

    [Fact]
    public async Task Bytes_that_do_not_match_their_hash_are_reported_and_never_become_facts()
    {
        var pulled = await World.CommitAsync();
        Pass(hours: 1);
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("8"));
        var unnamed = await ArchiveOnlyAsync();
        Pass(hours: 1);
        var other = (await World.Archive.StoreAsync(Some.Capture("other", Market.Parse("coinbase:ETH-USD")), None)).Key;
        await DamageAsync(pulled.ArchiveKey, other);
        await DamageAsync(unnamed, other);

        var run = await AuditAsync();

        Assert.Equal((2, 0, 1, 2), Summary(run));
        Assert.Equal(
            [(AuditFindingKind.DamagedObject, pulled.ArchiveKey), (AuditFindingKind.UnnamedObject, unnamed)],
            run.Faulty.SelectMany(slot => slot.Findings).Select(finding => (finding.Kind, finding.Key)));
        Assert.Equal(1, await World.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    [Fact]
    public async Task An_object_that_alone_is_unreadable_is_reported_and_the_audit_continues()
    {
        var pulled = await World.CommitAsync();
        Pass(hours: 1);
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("8"));
        var unnamed = await ArchiveOnlyAsync();
        Pass(hours: 1);
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("9"));
        await World.PullAsync();
        Pass(hours: 1);
        await LockAsync(pulled.ArchiveKey, unnamed);

        var run = await AuditAsync();

        Assert.Equal((3, 0, 1, 2), Summary(run));
        Assert.Equal(
            [(AuditFindingKind.DamagedObject, pulled.ArchiveKey), (AuditFindingKind.UnnamedObject, unnamed)],
            run.Faulty.SelectMany(slot => slot.Findings).Select(finding => (finding.Kind, finding.Key)));
        Assert.All(run.Faulty, slot => Assert.Contains("cannot be read while others can", Assert.Single(slot.Findings).Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_no_object_is_readable_the_archive_is_unavailable_and_nothing_is_reported()
    {
        var first = await World.CommitAsync();
        Pass(hours: 1);
        World.Venues.Simulator.Pin("coinbase", "BTC-USD", Body("8"));
        var second = await World.CommitAsync();
        Pass(hours: 1);
        await LockAsync(first.ArchiveKey, second.ArchiveKey);

        var unavailable = await Assert.ThrowsAsync<StoreUnavailableException>(AuditAsync);

        Assert.Equal("archive", unavailable.Store);
        Assert.Empty(await World.Postgres.Audits.ReadFindingsAsync(null, 10, None));
    }

    /// <summary>An empty archive.</summary>
    private protected abstract Task<IArchive> OpenAsync();

    private protected abstract Task DeleteAsync(string key);

    /// <summary>Stores the bytes of another object under this key.</summary>
    private protected abstract Task DamageAsync(string key, string other);

    /// <summary>Makes the store refuse to return these objects, and no others.</summary>
    private protected abstract Task LockAsync(params string[] keys);

    private protected static byte[] Body(string sequence) =>
        System.Text.Encoding.UTF8.GetBytes($$"""{"bids":[["100.5","2",1]],"asks":[["101","0.5",1]],"sequence":{{sequence}},"auction_mode":false,"auction":null,"time":"2026-11-22T10:05:01.5Z"}""");

    private protected static (int Slots, int Repaired, int Gaps, int Faulty) Summary(AuditRun run) => (run.Slots, run.Repaired, run.Gaps.Count, run.Faulty.Count);

    private protected Auditor Subject => SubjectAt(World.Clock);

    private protected Auditor SubjectAt(TimeProvider time) => new(World.Facts, World.Archive, World.Postgres.Facts, World.Postgres.Audits, time);

    private protected Task<AuditRun> AuditAsync() => Subject.RunAsync(Auditor.EndOf(Hourly, World.Clock.GetUtcNow(), null), None);

    private protected Task<AuditRun> AuditRangeAsync(AuditCursor? after = null)
    {
        var now = World.Clock.GetUtcNow();
        return Subject.RunRangeAsync(Some.Hour, now, null, after, Auditor.EndOf(Hourly, now, null), None);
    }

    // Far enough into the slot that earlier slots may be audited.
    private protected void Pass(int hours) =>
        World.Clock.Advance((World.Slot.Start + (SpoolWorld.Hour * hours) + TimeSpan.FromMinutes(15)) - World.Clock.GetUtcNow());

    // Like a silo that died between archive and warehouse.
    private protected async Task<string> ArchiveOnlyAsync()
    {
        var fetched = await World.Venues.Fetcher.FetchBookAsync(SpoolWorld.Market, SpoolWorld.Hour, RequestPriority.First, None);
        return (await World.Archive.StoreAsync(fetched.Outcome.Value, None)).Key;
    }
}
