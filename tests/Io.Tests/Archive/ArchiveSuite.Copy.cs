using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>A file archive copied into each kind of archive.</summary>
public abstract partial class ArchiveSuite
{
    [Fact]
    public async Task A_file_archive_can_be_copied_with_its_times_and_copied_again()
    {
        using var directory = new TempDirectory();
        var from = new FileArchive(directory.FullName);
        Capture[] captures =
        [
            CaptureOf("{\"a\":1}"),
            CaptureOf("{\"a\":2}", market: "binance:BTC/USD") with { Url = "https://host/depth?symbol=BTC%2FUSD T%252F" },
            CaptureOf("{\"a\":3}", Received.AddMinutes(25)) with { Slot = Slot.Containing(Received.AddMinutes(25), TimeSpan.FromMinutes(1)) },
        ];
        var keys = await Task.WhenAll(captures.Select(async capture => (await from.StoreAsync(capture, CancellationToken.None)).Key));
        var to = await OpenAsync();
        await to.StoreAsync(captures[0] with { ReceivedAt = Received.AddMinutes(1) }, CancellationToken.None);

        Assert.Equal(3, await ArchiveCopy.RunAsync(from, to, Assert.Fail, CancellationToken.None));
        Assert.Equal(3, await ArchiveCopy.RunAsync(from, to, Assert.Fail, CancellationToken.None));

        captures[0] = captures[0] with { ReceivedAt = Received.AddMinutes(1) };
        foreach (var (capture, key) in captures.Zip(keys))
        {
            var copy = await to.ReadAsync(key, capture.Slot.Length, CancellationToken.None);
            Assert.Equal(capture.Body.ToArray(), copy!.Capture.Body.ToArray());
            Assert.Equal(capture with { Body = default }, copy.Capture with { Body = default });
        }
    }

    [Fact]
    public async Task Damaged_objects_of_a_file_archive_are_reported_and_the_rest_is_copied()
    {
        using var directory = new TempDirectory();
        var from = new FileArchive(directory.FullName);
        var good = await from.StoreAsync(CaptureOf("{\"a\":1}"), CancellationToken.None);
        var bad = await from.StoreAsync(CaptureOf("{\"a\":2}"), CancellationToken.None);
        File.Copy(directory[good.Key], directory[bad.Key], overwrite: true);
        var to = await OpenAsync();
        var damaged = new List<string>();

        Assert.Equal(1, await ArchiveCopy.RunAsync(from, to, damaged.Add, CancellationToken.None));

        Assert.StartsWith(bad.Key, Assert.Single(damaged), StringComparison.Ordinal);
        Assert.NotNull(await to.ReadAsync(good.Key, Hour, CancellationToken.None));
        Assert.Null(await to.ReadAsync(bad.Key, Hour, CancellationToken.None));
    }
}
