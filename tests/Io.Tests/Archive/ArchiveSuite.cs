using System.Security.Cryptography;
using System.Text;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>The contract of every archive, whatever its storage.</summary>
public abstract partial class ArchiveSuite
{
    protected static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Received = new(2026, 11, 22, 10, 0, 7, 123, TimeSpan.Zero);

    [Fact]
    public async Task A_stored_capture_is_read_back_unchanged()
    {
        var archive = await OpenAsync();
        var capture = CaptureOf("""{"bids":[],"note":"bücher"}""");

        var stored = await archive.StoreAsync(capture, CancellationToken.None);
        var read = await archive.ReadAsync(stored.Key, Hour, CancellationToken.None);

        Assert.NotNull(read);
        Assert.Equal(stored.Key, read.Key);
        Assert.Equal(capture.Body.ToArray(), read.Capture.Body.ToArray());
        Assert.Equal(capture with { Body = default }, read.Capture with { Body = default });
    }

    [Fact]
    public async Task The_key_contains_venue_product_date_slot_and_hash()
    {
        var archive = await OpenAsync();
        var capture = CaptureOf("{}");

        var stored = await archive.StoreAsync(capture, CancellationToken.None);

        Assert.Equal(
            $"raw/v1/venue=coinbase/product=BTC-USD/date=2026-11-22/20261122T100000Z-{capture.Sha256[..16]}.json.gz",
            stored.Key);
    }

    [Fact]
    public async Task The_same_body_stored_again_in_its_slot_keeps_its_first_times()
    {
        var archive = await OpenAsync();
        var first = await archive.StoreAsync(CaptureOf("{}"), CancellationToken.None);

        var again = await archive.StoreAsync(CaptureOf("{}", Received.AddMinutes(20)), CancellationToken.None);
        var read = await archive.ReadAsync(first.Key, Hour, CancellationToken.None);

        Assert.Equal(first.Key, again.Key);
        Assert.Equal(first.Capture.ReceivedAt, again.Capture.ReceivedAt);
        Assert.Equal(first.Capture.RequestedAt, again.Capture.RequestedAt);
        Assert.Equal(first.Capture.ReceivedAt, read!.Capture.ReceivedAt);
    }

    [Fact]
    public async Task Captures_stored_concurrently_agree_on_the_times()
    {
        var archive = await OpenAsync();
        var captures = Enumerable.Range(0, 8).Select(i => CaptureOf("{\"at\":\"once\"}", Received.AddSeconds(i)));

        var stored = await Task.WhenAll(captures.Select(capture => Task.Run(() => archive.StoreAsync(capture, CancellationToken.None))));
        var read = await archive.ReadAsync(stored[0].Key, Hour, CancellationToken.None);

        Assert.All(stored, one => Assert.Equal(read!.Capture.ReceivedAt, one.Capture.ReceivedAt));
    }

    [Fact]
    public async Task Listing_returns_only_the_captures_of_one_market_and_slot()
    {
        var archive = await OpenAsync();
        var one = await archive.StoreAsync(CaptureOf("{\"n\":1}"), CancellationToken.None);
        var two = await archive.StoreAsync(CaptureOf("{\"n\":2}"), CancellationToken.None);
        await archive.StoreAsync(CaptureOf("{\"n\":3}", Received.AddHours(1)), CancellationToken.None);
        await archive.StoreAsync(CaptureOf("{\"n\":4}", market: "coinbase:BTC-USDT"), CancellationToken.None);
        await archive.StoreAsync(CaptureOf("{\"n\":5}", market: "coinbase:BTC-USD2"), CancellationToken.None);

        var keys = await archive.ListAsync(Market.Parse("coinbase:BTC-USD"), Slot.Containing(Received, Hour), CancellationToken.None);

        Assert.Equal(new[] { one.Key, two.Key }.Order(), keys.Order());
    }

    [Fact]
    public async Task Listing_a_slot_without_captures_returns_nothing()
    {
        var archive = await OpenAsync();

        Assert.Empty(await archive.ListAsync(Market.Parse("kraken:XBTUSD"), Slot.Containing(Received, Hour), CancellationToken.None));
    }

    [Fact]
    public async Task A_missing_object_reads_as_null()
    {
        var archive = await OpenAsync();
        var key = ArchiveKey.Of(CaptureOf("{\"never\":\"stored\"}")).ToString();

        Assert.Null(await archive.ReadAsync(key, Hour, CancellationToken.None));
    }

    [Theory]
    [InlineData("raw/v1/../../etc/passwd")]
    [InlineData("raw/v1/venue=a/product=../date=2026-11-22/20261122T100000Z-0123456789abcdef.json.gz")]
    [InlineData("")]
    public async Task An_invalid_key_is_rejected(string key)
    {
        var archive = await OpenAsync();

        await Assert.ThrowsAsync<InvalidDataException>(() => archive.ReadAsync(key, Hour, CancellationToken.None));
    }

    [Theory]
    [InlineData("kraken:XBT/USD")]
    [InlineData("hyperliquid:X@107")]
    [InlineData("bitfinex:tAAVE:USD")]
    [InlineData("binance:A.B+C")]
    public async Task A_product_with_unusual_characters_finds_its_own_captures(string market)
    {
        var archive = await OpenAsync();
        var stored = await archive.StoreAsync(CaptureOf("{}", market: market), CancellationToken.None);

        var keys = await archive.ListAsync(Market.Parse(market), Slot.Containing(Received, Hour), CancellationToken.None);
        var read = await archive.ReadAsync(Assert.Single(keys), Hour, CancellationToken.None);

        Assert.Equal(stored.Key, read!.Key);
        Assert.Equal(market, read.Capture.Market.ToString());
    }

    [Fact]
    public async Task A_url_with_any_characters_survives()
    {
        var archive = await OpenAsync();
        var capture = CaptureOf("{}") with { Url = "https://host/a%2Fb?x=ü y&z=100%&q=\"1\"" };

        var stored = await archive.StoreAsync(capture, CancellationToken.None);

        Assert.Equal(capture.Url, (await archive.ReadAsync(stored.Key, Hour, CancellationToken.None))!.Capture.Url);
    }

    [Fact]
    public async Task A_large_body_and_an_empty_one_survive()
    {
        var archive = await OpenAsync();
        var large = CaptureOf(string.Join(',', Enumerable.Range(0, 400_000)));
        var empty = CaptureOf("");

        foreach (var capture in new[] { large, empty })
        {
            var stored = await archive.StoreAsync(capture, CancellationToken.None);
            var read = await archive.ReadAsync(stored.Key, Hour, CancellationToken.None);
            Assert.True(capture.Body.Span.SequenceEqual(read!.Capture.Body.Span));
        }
    }

    [Fact]
    public async Task A_part_of_the_archive_is_listed_completely_in_slot_order()
    {
        var archive = await OpenAsync();
        var inOrder = new List<string>();
        foreach (var received in new[] { Received, Received.AddHours(1), Received.AddDays(1) })
        {
            inOrder.Add((await archive.StoreAsync(CaptureOf("{}", received), CancellationToken.None)).Key);
        }

        var other = await archive.StoreAsync(CaptureOf("{}", market: "coinbase:BTC-USDT"), CancellationToken.None);
        var elsewhere = await archive.StoreAsync(CaptureOf("{}", market: "binance:BTCUSDT"), CancellationToken.None);

        var market = Market.Parse("coinbase:BTC-USD");
        Assert.Equal(inOrder, await KeysAsync(archive, ArchivePlace.Of(market)));
        Assert.Equal(inOrder[..2], await KeysAsync(archive, ArchivePlace.Of(market, DateOnly.FromDateTime(Received.UtcDateTime))));
        Assert.Equal(inOrder.Append(other.Key).Order(), (await KeysAsync(archive, ArchivePlace.Of("coinbase"))).Order());
        Assert.Equal(
            inOrder.Append(other.Key).Append(elsewhere.Key).Order(), (await KeysAsync(archive, ArchivePlace.Everything)).Order());
        Assert.Empty(await KeysAsync(archive, ArchivePlace.Of("kraken")));

        var entry = await archive.ListAsync(ArchivePlace.Of(market), CancellationToken.None).FirstAsync();
        Assert.Equal((market, Received.UtcDateTime.Date, false), (entry.Market!, entry.SlotStart.UtcDateTime.Date, entry.IsForeign));
        Assert.InRange(entry.Bytes, 20, 40);
    }

    [Fact]
    public async Task An_imported_capture_keeps_the_source_of_its_time()
    {
        var archive = await OpenAsync();

        var stored = await archive.StoreAsync(CaptureOf("{}") with { TimeSource = TimeSource.File }, CancellationToken.None);
        var read = await archive.ReadAsync(stored.Key, slotLength: null, CancellationToken.None);

        Assert.Equal(TimeSource.File, read!.Capture.TimeSource);
        Assert.Equal(Hour, read.Capture.Slot.Length);
    }

    private static async Task<List<string>> KeysAsync(IArchive archive, ArchivePlace place) =>
        await archive.ListAsync(place, CancellationToken.None).Select(entry => entry.Key).ToListAsync();

    /// <summary>An empty archive for one test.</summary>
    protected abstract Task<IArchive> OpenAsync();

    protected static Capture CaptureOf(string body, DateTimeOffset? receivedAt = null, string market = "coinbase:BTC-USD")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var received = receivedAt ?? Received;
        return new Capture(
            Market.Parse(market),
            Slot.Containing(received, Hour),
            bytes,
            Convert.ToHexStringLower(SHA256.HashData(bytes)),
            received.AddMilliseconds(-250),
            received,
            "https://api.exchange.coinbase.com/products/BTC-USD/book?level=2",
            200,
            AdapterVersion: 3);
    }
}
