using System.Globalization;
using System.Numerics;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Venues;

public sealed class RecordedBookTests
{
    [Fact]
    public void Every_recorded_binance_book_equals_an_independent_reading_of_its_json() =>
        AllEqual("binance", ["binance", "binance_us"], "rest_*depth_*.json");

    [Fact]
    public void Every_recorded_coinbase_book_equals_an_independent_reading_of_its_json()
    {
        AllEqual("coinbase", ["coinbase"], "rest_*book*.json");
        AllEqual("coinbase", ["coinbase"], "rest_l2_snapshot_spot*.json");
        AllEqual("coinbase", ["derived"], "coinbase_exchange_*.json");
    }

    private static void AllEqual(string venueCode, string[] folders, string pattern)
    {
        Fixtures.Require();
        var venue = VenueCatalog.Find(venueCode)!;
        var files = folders.SelectMany(folder => Fixtures.List(folder, pattern)).Where(file => !file.EndsWith("headers.json", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var body = Fixtures.Read(file);
            var outcome = venue.ParseBook(body);
            Assert.True(outcome.TryGet(out var book, out var failure), $"{file}: {failure}");
            using var json = JsonDocument.Parse(body);
            var (bids, asks) = (json.RootElement.GetProperty("bids"), json.RootElement.GetProperty("asks"));

            // The recording of 2019 has the best 50 levels of each side, which was all that level 2 had then.
            var isWhole = venueCode == "coinbase" && bids.GetArrayLength() != 50 && asks.GetArrayLength() != 50;
            SideEquals(file, bids, book, book.Bids, isWhole);
            SideEquals(file, asks, book, book.Asks, isWhole);
            var sequence = json.RootElement.GetProperty(venueCode == "coinbase" ? "sequence" : "lastUpdateId").GetInt64();
            Assert.Equal(sequence, book.Sequence);
        }
    }

    private static void SideEquals(string file, JsonElement side, OrderBook book, Ladder ladder, bool isWhole)
    {
        Assert.Equal(side.GetArrayLength(), ladder.Count);
        Assert.Equal(isWhole, ladder.IsWhole);
        var position = 0;
        foreach (var level in side.EnumerateArray())
        {
            var text = $"{file} level {position}";
            Assert.True(Scaled(level[0].GetString()!, book.PriceScale) == ladder.Prices[position], text);
            Assert.True(Scaled(level[1].GetString()!, book.QuantityScale) == ladder.Quantities[position], text);
            position++;
        }
    }

    private static BigInteger Scaled(string text, int scale)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        var digits = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var (quotient, remainder) = BigInteger.DivRem(digits * BigInteger.Pow(10, scale), BigInteger.Pow(10, decimals));
        Assert.True(remainder.IsZero, $"{text} does not fit {scale} decimals");
        return quotient;
    }
}
