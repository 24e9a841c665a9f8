using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Spooling;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Spooling;

/// <summary>The spool on a real disk: complete entries only, in order and bounded, whatever the crash.</summary>
public sealed class SpoolTests : IDisposable
{
    private const long Plenty = 1L << 30;
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Entries_are_unchanged_and_in_order_after_a_restart()
    {
        var capture = Some.Capture(string.Join(',', Enumerable.Range(0, 50_000)));
        var failure = Some.Failure(FailureKind.RateLimited, at: TimeSpan.FromSeconds(9), message: "slow down \0 “you”", status: 429) with
        {
            BodyHead = "{\"code\":-1003}", ArchiveKey = "raw/v1/key", Sha256 = "ab",
        };
        SpoolEntry[] entries = [new SpooledCapture(capture, new Pair(new Asset("BTC"), new Asset("USD")), IsBook: true), new SpooledFailure(failure), Captured(3)];
        await AddAsync(entries);

        using var files = Open();
        var numbers = (await files.ListAsync(None)).Select(file => file.Number).ToList();
        var read = new List<SpoolEntry>();
        foreach (var number in numbers)
        {
            read.Add(SpoolCodec.Decode(await files.ReadAsync(number, None)));
        }

        Assert.Equal(numbers.Order(), numbers);
        var first = Assert.IsType<SpooledCapture>(read[0]);
        Assert.True(first.Capture.Body.Span.SequenceEqual(capture.Body.Span));
        Assert.Equal(entries[0], first with { Capture = first.Capture with { Body = capture.Body } });
        Assert.Equal(entries[1], read[1]);
        Assert.False(Assert.IsType<SpooledCapture>(read[2]).IsBook);
        Assert.Null(((SpooledCapture)read[2]).Pair);
    }

    [Fact]
    public async Task An_entry_truncated_at_any_length_is_quarantined_and_the_others_stay()
    {
        await AddAsync(Captured(1), Captured(2));
        var whole = await File.ReadAllBytesAsync(PathOf(1));
        for (var length = 0; length < whole.Length; length += 1 + (length / 9))
        {
            await File.WriteAllBytesAsync(PathOf(1), whole[..length]);

            var spool = await OpenSpoolAsync();

            Assert.Equal((1, 1), (spool.Look().Entries, spool.Look().Quarantined));
            Assert.Equal(length, new FileInfo(AsideOf(1)).Length);
            Assert.NotEmpty(await File.ReadAllTextAsync(Path.ChangeExtension(AsideOf(1), "txt")));
            File.Delete(AsideOf(1));
        }
    }

    [Fact]
    public async Task An_entry_with_any_byte_changed_is_quarantined()
    {
        await AddAsync(Captured(1));
        var whole = await File.ReadAllBytesAsync(PathOf(1));
        for (var at = 0; at < whole.Length; at += 7)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x20;
            await File.WriteAllBytesAsync(PathOf(1), changed);

            Assert.Equal((0, 1), ((await OpenSpoolAsync()).Look().Entries, (await OpenSpoolAsync()).Look().Quarantined));
            File.Delete(AsideOf(1));
        }
    }

    [Fact]
    public async Task An_unreadable_entry_is_quarantined_and_the_others_stay()
    {
        await AddAsync(Captured(1), Captured(2));
        using (new FileStream(PathOf(1), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            var spool = await OpenSpoolAsync();
            Assert.Equal((1, 1), (spool.Look().Entries, spool.Look().Quarantined));
        }

        Assert.Equal([2], await MinutesAsync());
        Assert.Contains("000000000001.entry", await File.ReadAllTextAsync(Path.ChangeExtension(AsideOf(1), "txt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unfinished_files_of_a_crash_are_deleted()
    {
        await AddAsync(Captured(1));
        await File.WriteAllBytesAsync(Path.Combine(directory["spool"], "_abc.tmp"), new byte[100]);

        var spool = await OpenSpoolAsync();

        Assert.Equal((1, 0), (spool.Look().Entries, spool.Look().Quarantined));
        Assert.Empty(Directory.EnumerateFiles(directory["spool"], "*.tmp"));
    }

    [Fact]
    public async Task Entries_that_an_operator_moved_can_be_put_back_and_precede_later_ones()
    {
        await AddAsync(Captured(1), Captured(2));
        await File.WriteAllTextAsync(PathOf(1), "");
        await OpenSpoolAsync();
        File.Move(AsideOf(1), directory["1"]);
        File.Move(PathOf(2), directory["2"]);

        await AddAsync(Captured(3), Captured(4));
        File.Move(directory["1"], AsideOf(1), overwrite: false);
        File.Move(directory["2"], PathOf(2), overwrite: false);

        Assert.Equal([2, 3, 4], await MinutesAsync());
        await AddAsync(Captured(5));
        Assert.Equal([2, 3, 4, 5], await MinutesAsync());
        Assert.Equal((4, 1), ((await OpenSpoolAsync()).Look().Entries, (await OpenSpoolAsync()).Look().Quarantined));
    }

    [Fact]
    public async Task Entries_from_before_number_reservation_come_first()
    {
        await AddAsync(Captured(1), Captured(2));
        File.Delete(Path.Combine(directory["spool"], "_numbers"));

        await AddAsync(Captured(3));

        Assert.Equal([1, 2, 3], await MinutesAsync());
    }

    [Fact]
    public async Task Above_its_limit_it_accepts_nothing_and_keeps_existing_entries()
    {
        using var files = Open();
        var spool = await Spool.OpenAsync(files, 3 * 4096, None);
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(await spool.TryAddAsync(Captured(i)));
        }

        Assert.False(spool.Look().IsFull);
        Assert.False(await spool.TryAddAsync(Captured(4)));
        await spool.TryDiskAgainAsync();

        Assert.Equal(SpoolRefusalKind.Limit, spool.Look().Refusal?.Kind);
        Assert.Equal((3, 3 * 4096), (spool.Look().Entries, spool.Look().Bytes));
        Assert.Equal(3, (await files.ListAsync(None)).Count);
    }

    [Fact]
    public async Task A_full_disk_rejects_an_entry_and_damages_none()
    {
        using var disk = SmallDisk.Mount(directory["disk"], kibibytes: 256);
        using (var files = SpoolDirectory.Open(directory["disk"]))
        {
            var spool = await Spool.OpenAsync(files, Plenty, None);
            var taken = 0;
            while (await spool.TryAddAsync(Captured(taken, noise: 20_000)))
            {
                taken++;
            }

            Assert.InRange(taken, 3, 20);
            Assert.Equal((taken, SpoolRefusalKind.DiskFull), (spool.Look().Entries, spool.Look().Refusal?.Kind));
            Assert.Empty(Directory.EnumerateFiles(directory["disk"], "*.tmp"));
            disk.Fill();
            await spool.TryDiskAgainAsync();
            Assert.True(spool.Look().IsFull);
            disk.MakeRoom();
            Assert.False(await spool.TryAddAsync(Captured(taken, noise: 20_000)));
            File.Delete(Directory.EnumerateFiles(directory["disk"], "*.entry").First());
            await spool.TryDiskAgainAsync();
            Assert.False(spool.Look().IsFull);
        }

        using var again = SpoolDirectory.Open(directory["disk"]);
        var after = await Spool.OpenAsync(again, Plenty, None);
        Assert.Equal(0, after.Look().Quarantined);
        Assert.InRange(after.Look().Entries, 3, 20);
    }

    [Fact]
    public async Task Failed_attempts_are_held_in_memory_while_the_disk_is_full_and_written_when_it_has_room()
    {
        using var disk = SmallDisk.Mount(directory["disk"], kibibytes: 256);
        using var files = SpoolDirectory.Open(directory["disk"]);
        var spool = await Spool.OpenAsync(files, Plenty, None);
        disk.Fill();
        var failed = new SpooledFailure(Some.Failure(FailureKind.DiskFull));

        Assert.False(await spool.TryAddAsync(failed));
        Assert.True(spool.TryHold(failed));
        Assert.Equal((1, 1, 0L), (spool.Look().Entries, spool.Look().InMemory, spool.Look().Bytes));
        Assert.True(spool is { IsEmpty: true, HoldsNothing: false });

        disk.MakeRoom();
        await spool.TryDiskAgainAsync();

        Assert.Equal((1, 0, false), (spool.Look().Entries, spool.Look().InMemory, spool.Look().IsFull));
        Assert.Single(await files.ListAsync(None));
    }

    [Fact]
    public async Task A_spool_belongs_to_one_process_at_a_time()
    {
        using var first = Open();

        var refusal = Assert.Throws<StoreUnavailableException>(() => Open());

        Assert.Equal("spool", refusal.Store);
        Assert.Empty(await first.ListAsync(None));
    }

    [Fact]
    public async Task Entries_added_concurrently_are_all_stored()
    {
        using (var files = Open())
        {
            var spool = await Spool.OpenAsync(files, Plenty, None);
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 60).Select(i => spool.TryAddAsync(Captured(i)))), Assert.True);
        }

        Assert.Equal(60, (await OpenSpoolAsync()).Look().Entries);
    }

    internal static SpooledCapture Captured(int minutes, int noise = 0)
    {
        var body = new byte[noise];
        new Random(minutes).NextBytes(body);
        return new(Some.Capture($"{{\"n\":{minutes},\"noise\":\"{Convert.ToBase64String(body)}\"}}", delay: TimeSpan.FromMinutes(minutes)), Pair: null, IsBook: false);
    }

    private SpoolDirectory Open() => SpoolDirectory.Open(directory["spool"]);

    private async Task AddAsync(params SpoolEntry[] entries)
    {
        using var files = Open();
        var spool = await Spool.OpenAsync(files, Plenty, None);
        foreach (var entry in entries)
        {
            Assert.True(await spool.TryAddAsync(entry));
        }
    }

    /// <summary>The entries in order, each identified by the minutes it was created with.</summary>
    private async Task<IEnumerable<int>> MinutesAsync()
    {
        using var files = Open();
        var captures = new List<Capture>();
        foreach (var file in await files.ListAsync(None))
        {
            captures.Add(((SpooledCapture)SpoolCodec.Decode(await files.ReadAsync(file.Number, None))).Capture);
        }

        return captures.Select(capture => (int)(capture.ReceivedAt - Some.Capture("").ReceivedAt).TotalMinutes);
    }

    private async Task<Spool> OpenSpoolAsync()
    {
        using var files = Open();
        return await Spool.OpenAsync(files, Plenty, None);
    }

    private string PathOf(long number) => Path.Combine(directory["spool"], $"{number:D12}.entry");

    private string AsideOf(long number) => Path.Combine(directory["spool"], "aside", $"{number:D12}.entry");
}
