using System.Net;
using System.Net.Sockets;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Tests.Archive;
using OrderBookSilo.Support;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.Io.Tests.Spooling;

/// <summary>Pulls while a store is unavailable, and what happens to them after it recovers.</summary>
public sealed class SpoolPipelineTests
{
    private static readonly TimeSpan Hour = SpoolWorld.Hour;

    [Theory]
    [InlineData("warehouse")]
    [InlineData("archive")]
    public async Task Pulls_during_an_outage_are_spooled_and_become_facts_in_order(string store)
    {
        await using var world = await SpoolWorld.CreateAsync();
        await using (await AwayAsync(world, store))
        {
            world.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 503, Count = 1 });
            var failed = await world.PullAsync();
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            var pulled = await world.PullAsync();
            world.Clock.Advance(Hour);
            await world.PullAsync();

            Assert.Equal(FailureKind.ServerError, Assert.IsType<PullResult.Failed>(failed).Pull.Failure.Kind);
            Assert.IsType<PullResult.Spooled>(pulled);
            Assert.Equal(store == "archive" ? 2 : 3, world.Spool.Look().Entries);
            Assert.Equal(store, (await world.DrainAsync()).Unavailable?.Store);
        }

        var back = await world.DrainAsync();

        Assert.True(world.Spool.IsEmpty);
        Assert.Empty(back.Quarantined);
        Assert.Equal(["failed|server_error", "book|", "book|"], await world.OutcomesAsync());
        Assert.Equal(2, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
        Assert.Equal(4, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_cost"));
        await world.AssertEvidenceAsync();
    }

    [Fact]
    public async Task Nothing_overtakes_spooled_entries()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await using (await world.TakeWarehouseAwayAsync())
        {
            await world.PullAsync();
        }

        // The stores have recovered and the spool is not empty yet.
        world.Clock.Advance(TimeSpan.FromMinutes(5));
        world.Venues.Simulator.Pin("coinbase", "BTC-USD", """{"bids":[["100.5","2",1]],"asks":[["101","0.5",1]],"sequence":7,"auction_mode":false,"auction":null,"time":"2026-11-22T10:05:01.5Z"}"""u8.ToArray());
        var fresh = await world.PullAsync(wantsFresh: true);

        Assert.IsType<PullResult.Spooled>(fresh);
        Assert.Empty(await world.OutcomesAsync());
        await world.DrainAsync();
        Assert.Equal(["book|", "superseded|"], await world.OutcomesAsync());
        await world.AssertEvidenceAsync();
    }

    [Fact]
    public async Task A_slot_with_a_spooled_book_is_not_pulled_again_and_a_restart_answers_from_the_spool()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await using (await world.TakeWarehouseAwayAsync())
        {
            var pulled = Assert.IsType<PullResult.Spooled>(await world.PullAsync()).Book;
            Assert.IsType<PullResult.NotAttempted>(await world.PullAsync(isCaptured: true));
            await world.StartAsync();
            var after = Assert.IsType<PullResult.Spooled>(await world.PullAsync()).Book;

            Assert.Equal(1, world.Requests);
            Assert.Equal(pulled.Book.BestBid, after.Book.BestBid);
            Assert.Equal(pulled.Capture.ReceivedAt, after.Capture.ReceivedAt);
        }

        await world.DrainAsync();
        await world.CommitAsync();
        Assert.Equal(1, world.Requests);
        Assert.Equal(["book|"], await world.OutcomesAsync());
    }

    [Fact]
    public async Task A_defective_capture_is_spooled_too_and_its_slot_is_still_pulled()
    {
        await using var world = await SpoolWorld.CreateAsync();
        using (world.TakeArchiveAway())
        {
            world.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Crossed, "BTC-USD") { Count = 1 });
            var failed = Assert.IsType<PullResult.Failed>(await world.PullAsync());
            Assert.Equal((FailureKind.Crossed, FailureRow.Spooled), (failed.Pull.Failure.Kind, failed.Row));
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.IsType<PullResult.Spooled>(await world.PullAsync());
        }

        await world.DrainAsync();
        Assert.Equal(["failed|crossed", "book|"], await world.OutcomesAsync());
        await world.AssertEvidenceAsync();
    }

    [Fact]
    public async Task No_slot_becomes_a_gap_while_the_spool_is_not_empty()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await using (await world.TakeWarehouseAwayAsync())
        {
            await world.PullAsync();
        }

        world.Clock.Advance(Hour * 2);
        var waiting = await world.CloseAsync();
        Assert.True(waiting is { IsWaiting: true, Finished: 0, Gaps.Count: 0 });
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_gap"));

        await world.DrainAsync();
        var closed = await world.CloseAsync();
        Assert.True(closed is { IsWaiting: false, Finished: 0, Gaps.Count: 1 });
        Assert.Equal(["book|", "gap|not_running"], await world.Database.RowsAsync("SELECT outcome, reason FROM slot_completeness WHERE outcome <> 'pending' AND slot < '2026-11-22 12:00Z' ORDER BY slot"));
    }

    [Fact]
    public async Task A_late_book_replaces_a_gap_recorded_by_another_silo()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await using (await world.TakeWarehouseAwayAsync())
        {
            await world.PullAsync();
        }

        var slot = world.Slot;
        world.Clock.Advance(Hour);
        await world.Postgres.Facts.RecordGapsAsync(SpoolWorld.Market, [slot], world.Clock.GetUtcNow(), CancellationToken.None);
        await world.DrainAsync();

        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_gap"));
        Assert.Equal(1, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    [Fact]
    public async Task An_entry_whose_archive_key_has_other_bytes_is_quarantined_and_the_next_one_continues()
    {
        await using var world = await SpoolWorld.CreateAsync();
        Capture capture;
        await using (await world.TakeWarehouseAwayAsync())
        {
            capture = Assert.IsType<PullResult.Spooled>(await world.PullAsync()).Book.Capture;
            world.Clock.Advance(Hour);
            await world.PullAsync();
        }

        var key = (await world.Archive.StoreAsync(capture, CancellationToken.None)).Key;
        var metadata = Path.Combine(world.ArchiveDirectory, Path.GetDirectoryName(key)!, $"_{Path.GetFileName(key)}.meta.json");
        await File.WriteAllTextAsync(metadata, (await File.ReadAllTextAsync(metadata)).Replace("coinbase:BTC-USD", "coinbase:ETH-USD", StringComparison.Ordinal));
        var drained = await world.DrainAsync();

        Assert.Contains(key, Assert.Single(drained.Quarantined).Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), (drained.Drained, world.Spool.Look().Entries, world.Spool.Look().Quarantined));
        Assert.Equal(["book|"], await world.OutcomesAsync());
    }

    [Fact]
    public async Task An_entry_permanently_refused_by_the_warehouse_is_quarantined_after_a_few_tries()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await world.Database.ExecuteAsync("ALTER TABLE fact_pull ADD CONSTRAINT no_poison CHECK (http_status <> 599)");
        await using (await world.TakeWarehouseAwayAsync())
        {
            world.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Status, "BTC-USD") { Status = 599, Count = 1 });
            await world.PullAsync();
            await world.PullAsync();
        }

        for (var tries = 1; tries < SpoolDrainer.TriesMax; tries++)
        {
            var refused = await world.DrainAsync();
            Assert.Equal((0, SpoolDrainer.RetryDelay), (refused.Drained + refused.Quarantined.Count, refused.Next));
        }

        var drained = await world.DrainUntilProvenAsync();
        Assert.Contains("no_poison", Assert.Single(drained.Quarantined).Reason, StringComparison.Ordinal);
        Assert.Equal(["book|"], await world.OutcomesAsync());
        Assert.Single(Directory.EnumerateFiles(Path.Combine(world.SpoolFolder, "aside"), "*.entry"));
    }

    [Fact]
    public async Task An_entry_permanently_refused_by_the_archive_is_quarantined_once_the_archive_accepts_another()
    {
        await using var bucket = await GuardedBucket.CreateAsync();
        await using var world = await SpoolWorld.CreateAsync(archive: bucket.Archive);
        await bucket.ForbidAsync("s3:PutObject", $"{ArchiveKey.PrefixOf(SpoolWorld.Market, world.Slot)}*");
        await world.PullAsync();
        for (var tries = 1; tries <= SpoolDrainer.TriesMax + 1; tries++)
        {
            var alone = await world.DrainAsync();
            Assert.Equal((0, "archive"), (alone.Drained + alone.Quarantined.Count, alone.Unavailable?.Store));
        }

        world.Clock.Advance(Hour);
        await world.PullAsync();
        var drained = await world.DrainUntilProvenAsync();

        var quarantined = Assert.Single(drained.Quarantined);
        Assert.Equal(Some.Hour, quarantined.Slot);
        Assert.Contains("while later entries are accepted", quarantined.Reason, StringComparison.Ordinal);
        Assert.Equal((1, 0, 1), (drained.Drained, world.Spool.Look().Entries, world.Spool.Look().Quarantined));
        Assert.Equal(["book|"], await world.OutcomesAsync());
    }

    [Fact]
    public async Task While_the_archive_refuses_everything_all_entries_wait()
    {
        await using var bucket = await GuardedBucket.CreateAsync();
        await using var world = await SpoolWorld.CreateAsync(archive: bucket.Archive);
        await bucket.ForbidAsync("s3:PutObject", "*");
        for (var slots = 0; slots < SpoolDrainer.WitnessesMax + 2; slots++)
        {
            await world.PullAsync();
            world.Clock.Advance(Hour);
        }

        for (var tries = 0; tries < SpoolDrainer.TriesMax * 2; tries++)
        {
            var refused = await world.DrainAsync();
            Assert.Equal((0, "archive"), (refused.Drained + refused.Quarantined.Count, refused.Unavailable?.Store));
        }

        await bucket.AllowAsync();
        Assert.Equal(SpoolDrainer.WitnessesMax + 2, (await world.DrainAsync()).Drained);
        Assert.Equal(0, world.Spool.Look().Quarantined);
    }

    [Fact]
    public async Task Entries_that_need_no_archive_say_nothing_about_one_that_refuses_everything()
    {
        await using var bucket = await GuardedBucket.CreateAsync();
        await using var world = await SpoolWorld.CreateAsync(archive: bucket.Archive);
        await bucket.ForbidAsync("s3:PutObject", "*");
        await world.PullAsync();
        world.Clock.Advance(Hour);
        world.Venues.Simulator.Faults.Add(new Fault("coinbase", FaultKind.Status) { Status = 503 });
        Assert.IsType<PullResult.Failed>(await world.PullAsync());
        for (var tries = 0; tries < SpoolDrainer.TriesMax * 2; tries++)
        {
            var refused = await world.DrainAsync();
            Assert.Equal((0, "archive"), (refused.Drained + refused.Quarantined.Count, refused.Unavailable?.Store));
        }

        await bucket.AllowAsync();
        Assert.Equal(2, (await world.DrainAsync()).Drained);
        Assert.Equal(["book|", "failed|server_error"], await world.OutcomesAsync());
    }

    [Fact]
    public async Task With_a_full_spool_and_no_store_books_are_fetched_for_live_answers_and_the_reason_is_disk_full()
    {
        await using var world = await SpoolWorld.CreateAsync(spoolBytes: 64 * 1024);
        var kept = 0L;
        await using (await world.TakeWarehouseAwayAsync())
        {
            using var archiveAway = world.TakeArchiveAway();
            while (await world.PullAsync() is PullResult.Spooled)
            {
                kept++;
                world.Clock.Advance(Hour);
            }

            var (requests, waiting) = (world.Requests, world.Spool.Look().Entries);
            world.Clock.Advance(Hour);
            var due = Assert.IsType<PullResult.LiveOnly>(await world.PullAsync());
            var wanted = Assert.IsType<PullResult.LiveOnly>(await world.PullAsync(wantsFresh: true));

            Assert.Equal(("spool", FailureKind.DiskFull), (due.Unavailable.Store, due.Pull.Failure.Kind));
            Assert.Equal(("spool", FailureKind.DiskFull), (wanted.Unavailable.Store, wanted.Pull.Failure.Kind));
            Assert.DoesNotContain(FailureRow.Lost, new[] { due.Row, wanted.Row });
            Assert.Equal((requests + 2, waiting + 2), (world.Requests, world.Spool.Look().Entries));
        }

        await world.DrainAsync();
        Assert.Equal(kept, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
        world.Clock.Advance(Hour);
        await world.CloseAsync();
        Assert.Equal(["disk_full"], await world.Database.RowsAsync("SELECT DISTINCT reason FROM fact_gap"));
        Assert.Equal(2, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_pull WHERE kind = 'disk_full'"));
        await world.CommitAsync();
    }

    [Fact]
    public async Task With_a_full_spool_a_book_is_kept_in_the_archive_alone()
    {
        await using var world = await SpoolWorld.CreateAsync(spoolBytes: 8 * 1024);
        await using (await world.TakeWarehouseAwayAsync())
        {
            while (!world.Spool.Look().IsFull)
            {
                Assert.IsType<PullResult.Spooled>(await world.PullAsync());
                world.Clock.Advance(Hour);
            }
        }

        await world.DrainAsync();
        Assert.True(await world.CloseAsync() is { Finished: 1, Gaps.Count: 0 });
        await world.AssertEvidenceAsync();
    }

    [Fact]
    public async Task A_book_received_just_before_the_time_limit_is_not_lost()
    {
        using var silent = new SilentStore();
        await using var world = await SpoolWorld.CreateAsync(archive: silent.Archive);
        using var deadline = new Deadline(TimeSpan.FromSeconds(25), world.Clock);
        var pull = world.Attempt.RunAsync(
            new PullRequest(SpoolWorld.Market, null, Hour, SlotIsDone: true, SlotIsCaptured: false, WantsFresh: true), deadline);
        await silent.AskedAsync();
        world.Clock.Advance(TimeSpan.FromSeconds(25));

        Assert.IsType<PullResult.Spooled>(await pull);
        Assert.True(world.Spool.HoldsBook(SpoolWorld.Market, world.Slot));
    }

    [Fact]
    public async Task An_unresponsive_store_does_not_prevent_the_slot_from_being_pulled()
    {
        using var silent = new SilentStore();
        await using var world = await SpoolWorld.CreateAsync(archive: silent.Archive);
        var pull = world.PullAsync();
        await silent.AskedAsync();
        world.Clock.Advance(SlotFinisher.TimeMax);

        Assert.IsType<PullResult.Spooled>(await pull);
    }

    private static async Task<IAsyncDisposable> AwayAsync(SpoolWorld world, string store) =>
        store == "warehouse" ? await world.TakeWarehouseAwayAsync() : new Async(world.TakeArchiveAway());

    private sealed class Async(IDisposable inner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            inner.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>An S3 endpoint that accepts connections but never responds.</summary>
    private sealed class SilentStore : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public SilentStore()
        {
            listener.Start();
            Archive = ArchiveFactory.Create(new ArchiveOptions
            {
                Location = "s3://captures/silent",
                S3 = new S3Options { ServiceUrl = $"http://{listener.LocalEndpoint}", ForcePathStyle = true, AccessKey = "AK", SecretKey = "SK" },
            });
        }

        public IArchive Archive { get; }

        public Task AskedAsync() => Eventually.HoldsAsync(() => listener.Pending(), "a request to the archive");

        public void Dispose() => listener.Dispose();
    }
}
