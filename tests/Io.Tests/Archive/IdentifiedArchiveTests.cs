using Microsoft.Extensions.Time.Testing;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Faults;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>An archive counts as the warehouse's own only with its marker, and as writable only when a write proves it.</summary>
public sealed class IdentifiedArchiveTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static int seeds;

    private readonly TempDirectory directory = new();
    private TestDatabase? database;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync()
    {
        directory.Dispose();
        await database!.DisposeAsync();
    }

    [Fact]
    public async Task A_new_archive_gets_its_marker_beside_the_captures_and_keeps_it()
    {
        await Identified("archive").ProveAsync(None);
        var stored = await Identified("archive").StoreAsync(Some.Capture(), None);

        Assert.True(File.Exists(directory[$"archive/{stored.Key}"]));
        Assert.Equal(await database!.ScalarAsync<string>("SELECT archive_id FROM archive_identity"), await File.ReadAllTextAsync(MarkerOf("archive")));
        Assert.Equal([stored.Key], await Identified("archive").ListAsync(ArchivePlace.Everything, None).Select(entry => entry.Key).ToListAsync());
    }

    [Fact]
    public async Task A_vanished_archive_is_unavailable_and_is_not_made_anew()
    {
        var running = Identified("archive");
        await running.StoreAsync(Some.Capture(), None);
        Directory.Move(directory["archive"], directory["elsewhere"]);

        foreach (var archive in new[] { running, Identified("archive") })
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(Some.Capture("{\"a\":1}"), None));
            await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.ListAsync(Some.Market, Some.Slot(), None));
            Assert.Contains("its marker orderbook-archive is missing", await RefusalAsync(archive), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(directory["archive"]));
        Directory.Move(directory["elsewhere"], directory["archive"]);
        await running.ProveAsync(None);
        await running.StoreAsync(Some.Capture("{\"a\":1}"), None);
    }

    [Fact]
    public async Task Another_archive_in_its_place_is_refused()
    {
        await Identified("archive").StoreAsync(Some.Capture(), None);
        await using (var other = await TestDatabase.CreateAsync())
        {
            await Identified("other", other).ProveAsync(None);
        }

        Assert.Contains("is it the right disk or bucket?", await RefusalAsync(Identified("other")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archive_of_an_older_version_is_recognised_by_its_objects()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await world.CommitAsync();
        var ledger = new ArchiveLedger(world.Postgres.Database);
        var empty = new IdentifiedArchive(new FileArchive(directory["empty"]), ledger, world.Clock, new Random(Interlocked.Increment(ref seeds)));

        Assert.Contains("none of the latest 1 objects", await RefusalAsync(empty), StringComparison.Ordinal);
        await new IdentifiedArchive(world.Archive, ledger, world.Clock, new Random(Interlocked.Increment(ref seeds))).ProveAsync(None);

        Assert.False(Directory.Exists(directory["empty"]));
        Assert.Equal(await world.Archive.ReadMarkerAsync(None), await ledger.FindArchiveIdAsync(None));
    }

    [Fact]
    public async Task A_new_database_adopts_the_archive_it_finds()
    {
        await Identified("archive").StoreAsync(Some.Capture(), None);
        await using var other = await TestDatabase.CreateAsync();

        await Identified("archive", other).ProveAsync(None);

        Assert.Equal(await File.ReadAllTextAsync(MarkerOf("archive")), await other.ScalarAsync<string>("SELECT archive_id FROM archive_identity"));
    }

    [Theory]
    [InlineData(BadConduct.None, null, false, false)]
    [InlineData(BadConduct.RefusesWrites, "403 AccessDenied", true, false)]
    [InlineData(BadConduct.HasNoConditions, "If-None-Match", true, true)]
    [InlineData(BadConduct.IgnoresConditions, "If-None-Match", true, true)]
    [InlineData(BadConduct.IsBusy, "SlowDown", false, false)]
    public async Task A_store_that_answers_reads_and_not_writes_is_unavailable_with_its_reason(
        BadConduct conduct, string? reason, bool isRefusal, bool isUnsupported)
    {
        await using var server = await BadS3.StartAsync();
        var archive = Identified(new ArchiveOptions
        {
            Location = "s3://captures/ours",
            S3 = new S3Options { ServiceUrl = server.Url, ForcePathStyle = true, AccessKey = "AK", SecretKey = "SK" },
        });
        await archive.ProveAsync(None);
        server.Conduct = conduct;

        var found = await Record.ExceptionAsync(() => archive.ProveAsync(None)) as StoreUnavailableException;

        Assert.Equal((isRefusal, isUnsupported), (found?.IsRefusal ?? false, found?.IsUnsupported ?? false));
        Assert.Contains(reason ?? "", found?.Message ?? "", StringComparison.Ordinal);
        Assert.Equal(reason is null, found is null);
        Assert.Equal(["/captures/ours/orderbook-archive"], server.Paths);
    }

    [Fact]
    public async Task A_real_store_refuses_the_probe_of_a_user_who_may_only_read()
    {
        await using var bucket = await GuardedBucket.CreateAsync();
        var archive = new IdentifiedArchive(bucket.Archive, new ArchiveLedger(Database(database!)), new FakeTimeProvider(Some.Hour), new Random(Interlocked.Increment(ref seeds)));
        await archive.ProveAsync(None);

        await bucket.ForbidAsync("s3:PutObject", "*");
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.ProveAsync(None));
        await bucket.AllowAsync();

        // A connection on which radosgw rejected an object before reading all of it may treat the rest as the next request.
        await Eventually.GetAsync(() => Record.ExceptionAsync(() => archive.ProveAsync(None)), failure => failure is null, "a probe that succeeds again");

        Assert.True(refusal.IsRefusal);
        Assert.Contains("403 AccessDenied", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<string> RefusalAsync(IdentifiedArchive archive)
    {
        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.ProveAsync(None));
        Assert.True(refusal.IsRefusal);
        return refusal.Message;
    }

    private static PostgresDatabase Database(TestDatabase of) => new(of.Source);

    private string MarkerOf(string name) => directory[$"{name}/orderbook-archive"];

    private IdentifiedArchive Identified(string name, TestDatabase? of = null) => Identified(new ArchiveOptions { Location = $"file:{directory[name]}" }, of);

    private IdentifiedArchive Identified(ArchiveOptions options, TestDatabase? of = null) =>
        new(ArchiveFactory.Create(options), new ArchiveLedger(Database(of ?? database!)), new FakeTimeProvider(Some.Hour), new Random(Interlocked.Increment(ref seeds)));
}
