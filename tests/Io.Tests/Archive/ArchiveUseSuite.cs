using System.Text;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>Importing books, reading them back day by day and verifying them, with a real database and a real archive.</summary>
public abstract class ArchiveUseSuite : IAsyncLifetime
{
    private protected static readonly CancellationToken None = CancellationToken.None;
    private static readonly DateOnly Day = DateOnly.FromDateTime(Some.Hour.UtcDateTime);
    private static readonly Dictionary<string, IVenue> Venues = VenueCatalog.All.ToDictionary(venue => venue.Code);

    internal SpoolWorld World { get; private set; } = null!;

    public async Task InitializeAsync() => World = await SpoolWorld.CreateAsync(archive: await OpenAsync());

    public async Task DisposeAsync() => await World.DisposeAsync();

    [Fact]
    public async Task The_book_of_a_slot_is_the_one_in_its_facts_or_the_earliest_valid_one()
    {
        var named = await StoreAsync("3", hours: 0, minutes: 20);
        await World.Facts.WriteAsync(named, SpoolWorld.Pair, None);
        await StoreAsync("1", hours: 0, minutes: 5);
        await StoreAsync("5", hours: 1, minutes: 9);
        var earliest = await StoreAsync("4", hours: 1, minutes: 7);
        await World.Archive.StoreAsync(Some.Capture("no book", slot: Some.Slot(1)), None);

        var items = await ReadDayAsync();

        Assert.Equal([named.Key, earliest.Key], items.Select(item => item.Archived?.Key));
        Assert.Equal([3L, 4L], items.Select(item => item.Book?.Sequence));
    }

    [Fact]
    public async Task A_missing_or_damaged_book_of_the_facts_is_reported_and_not_replaced()
    {
        World.Clock.Advance(TimeSpan.FromDays(2));
        var gone = await StoreAsync("1", hours: 0, minutes: 5);
        var damaged = await StoreAsync("2", hours: 1, minutes: 5);
        foreach (var archived in new[] { gone, damaged })
        {
            await World.Facts.WriteAsync(archived, SpoolWorld.Pair, None);
        }

        await StoreAsync("3", hours: 0, minutes: 1);
        var sound = await StoreAsync("4", hours: 2, minutes: 1);
        var before = (await FindDayAsync())!.Fingerprint;
        await DeleteAsync(gone.Key);
        await DamageAsync(damaged.Key, sound.Key);

        var items = await ReadDayAsync();

        Assert.Equal(
            [(ArchiveFindingKind.Missing, gone.Key), (ArchiveFindingKind.Damaged, damaged.Key)],
            items.Where(item => item.Finding is not null).Select(item => (item.Finding!.Kind, item.Finding.Key)));
        Assert.Equal(sound.Key, Assert.Single(items, item => item.Book is not null).Archived!.Key);
        Assert.NotEqual(before, (await FindDayAsync())!.Fingerprint);
    }

    [Fact]
    public async Task A_scan_reports_every_defective_object_and_counts_the_rest()
    {
        var (one, two, three) = (await StoreAsync("1", 0, 5), await StoreAsync("2", 1, 5), await StoreAsync("3", 30, 5));
        await DamageAsync(two.Key, three.Key);
        var foreign = one.Key.Replace("date=", "note=", StringComparison.Ordinal);
        await PutAsync(foreign, "not ours"u8.ToArray());
        var scan = Scan;

        var all = await scan.VerifyAsync(ScanRequest.Everything, None).ToListAsync();
        var later = await scan.VerifyAsync(new ScanRequest(Some.Hour.AddHours(2), Some.Hour.AddHours(48), [SpoolWorld.Market]), None).ToListAsync();
        var listed = await scan.ListAsync(ScanRequest.Everything, withBodyBytes: true, None).ToListAsync();

        Assert.Equal(
            [(one.Key, null), (two.Key, ArchiveFindingKind.Damaged), (three.Key, null), (foreign, ArchiveFindingKind.Foreign)],
            all.Select(scanned => (scanned.Entry.Key, scanned.Finding?.Kind)).OrderBy(found => found.Kind == ArchiveFindingKind.Foreign));
        Assert.Equal(three.Key, Assert.Single(later).Entry.Key);
        Assert.Equal(one.Capture.Body.Length, listed.Single(scanned => scanned.Entry.Key == one.Key).BodyBytes);
        Assert.Equal(4, listed.Count);
    }

    [Fact]
    public async Task Verifying_reports_what_the_facts_refer_to_and_the_archive_lacks()
    {
        World.Clock.Advance(TimeSpan.FromDays(2));
        var (kept, gone, alone) = (await StoreAsync("1", hours: 0, minutes: 5), await StoreAsync("2", hours: 1, minutes: 5), await StoreAsync("3", hours: 40, minutes: 5));
        foreach (var archived in new[] { kept, gone, alone })
        {
            await World.Facts.WriteAsync(archived, SpoolWorld.Pair, None);
        }

        await World.Facts.WriteAsync(await World.Archive.StoreAsync(Some.Capture("no book", slot: Some.Slot(2)), None), SpoolWorld.Pair, None);
        await DeleteAsync(gone.Key);
        await DeleteAsync(alone.Key);

        var all = await Scan.VerifyAsync(ScanRequest.Everything, None).ToListAsync();
        var later = await Scan.VerifyAsync(new ScanRequest(Some.Hour.AddHours(24), Some.Hour.AddHours(48), [SpoolWorld.Market]), None).ToListAsync();

        Assert.Equal(2, all.Count(scanned => scanned.IsListed));
        Assert.Equal(
            [(ArchiveFindingKind.Missing, gone.Key), (ArchiveFindingKind.Missing, alone.Key)],
            all.Where(scanned => scanned.Finding is not null).Select(scanned => (scanned.Finding!.Kind, scanned.Finding.Key)));
        Assert.Equal((ArchiveFindingKind.Missing, alone.Key), later.Select(scanned => (scanned.Finding!.Kind, scanned.Finding.Key)).Single());
    }

    [Fact]
    public async Task A_dump_is_archived_once_with_its_time_and_replays_into_the_same_facts()
    {
        Assert.True(DumpPath.TryRead("2026-11-21/binance/btcusdt/run.json", out var path, out _));
        var body = "{\n    \"lastUpdateId\": 7,\n    \"bids\": [\n        [\n            \"10\",\n            \"1\"\n        ]\n    ],\n    \"asks\": []\n}"u8.ToArray();
        var modified = new DateTimeOffset(2026, 11, 21, 13, 5, 7, 123, 456, TimeSpan.Zero).AddTicks(7);

        var first = await ImportAsync(path, modified, body);
        var again = await ImportAsync(path, modified, body);
        var untimed = await ImportAsync(path, modified.AddDays(1), body);
        var read = await World.Archive.ReadAsync(first.Archived!.Key, slotLength: null, None);

        Assert.Equal((true, true, false, false, true), (first.IsNew, first.IsNewMarket, again.IsNew, again.IsNewMarket, untimed.IsNew));
        Assert.Equal(body, read!.Capture.Body.ToArray());
        Assert.Equal((TimeSource.File, modified.AddTicks(-7), modified.AddTicks(-7)), (read.Capture.TimeSource, read.Capture.ReceivedAt, read.Capture.RequestedAt));
        Assert.Equal("import:2026-11-21/binance/btcusdt/run.json", read.Capture.Url);
        Assert.Equal((TimeSource.Date, 0), (untimed.Archived!.Capture.TimeSource, untimed.Archived.Capture.ReceivedAt.Hour));
        Assert.Equal(["binance:BTCUSDT|BTC"], await World.Database.RowsAsync("SELECT market, base_asset FROM dim_market WHERE market LIKE 'binance%'"));
        await World.Facts.WriteAsync(read, pair: null, None);
        Assert.Equal(["file"], await World.Database.RowsAsync("SELECT time_source FROM fact_book"));
    }

    /// <summary>An empty archive.</summary>
    private protected abstract Task<IArchive> OpenAsync();

    private protected abstract Task DeleteAsync(string key);

    /// <summary>Stores the bytes of another object under this key.</summary>
    private protected abstract Task DamageAsync(string key, string other);

    /// <summary>Stores an object that none of our archives wrote.</summary>
    private protected abstract Task PutAsync(string key, byte[] bytes);

    private Task<ImportedDump> ImportAsync(DumpPath path, DateTimeOffset modified, byte[] body)
    {
        var import = new DumpImport(
            World.Archive, World.Postgres.Markets, new ProductCatalog(World.Venues.Fetcher, AssetNames.None, new SlotSchedule(SpoolWorld.Hour, TimeSpan.Zero), World.Clock), Venues, new SlotSchedule(SpoolWorld.Hour, TimeSpan.Zero), World.Clock);
        return import.ImportAsync(path, modified, body, None);
    }

    private Task<ArchivedCapture> StoreAsync(string sequence, int hours, int minutes) => World.Archive.StoreAsync(
        Some.Capture(
            $$"""{"bids":[["100.5","2",1]],"asks":[["101","0.5",1]],"sequence":{{sequence}},"auction_mode":false,"time":"2026-11-22T10:05:01.5Z"}""",
            slot: Some.Slot(hours),
            delay: TimeSpan.FromMinutes(minutes)),
        None);

    private protected ArchiveScan Scan => new(World.Archive, new ArchiveFacts(World.Postgres.Database), World.Postgres.Markets, new PullActivity(World.Clock));

    private DayBooks Books => new(World.Archive, World.Postgres.FactReader, Venues);

    private Task<DayEvidence?> FindDayAsync() => Books.FindAsync(SpoolWorld.Market, Day, None);

    private async Task<List<DayItem>> ReadDayAsync() => await Books.ReadAsync((await FindDayAsync())!, None).ToListAsync();
}
