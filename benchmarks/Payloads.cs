using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace OrderBookSilo.Benchmarks;

/// <summary>A venue's body to measure with: a recorded one if available, otherwise one generated from a seed in the same shape and size.</summary>
internal sealed record Payload(string Venue, string Source, byte[] Body)
{
    private const int Seed = 20260809;

    public static Payload Coinbase() =>
        Recorded("coinbase", "derived/coinbase_exchange_level2_BTC-USD_20260809.json") ?? Made("coinbase", MakeCoinbase());

    public static Payload Binance() =>
        Recorded("binance", "binance/rest_depth_FTMUSDT_limit5000_20210814.json") ?? Made("binance", MakeBinance(2_373, 5_000));

    /// <summary>A book with this many levels on each side, generated from a seed.</summary>
    public static Payload Levels(int count) => Made("binance", MakeBinance(count, count));

    public static Payload? Recorded(string venue, string path, [CallerFilePath] string thisFile = "")
    {
        var folder = Environment.GetEnvironmentVariable("ORDERBOOK_FIXTURES")
            ?? Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "shared", "fixtures");
        var file = Path.Combine(folder, path);
        return File.Exists(file) ? new Payload(venue, Path.GetFileName(path), File.ReadAllBytes(file)) : null;
    }

    private static Payload Made(string venue, string body) => new(venue, $"made from seed {Seed}", Encoding.ASCII.GetBytes(body));

    private static string MakeCoinbase()
    {
        var random = new Random(Seed);
        var text = new StringBuilder("{\"bids\":[");
        Levels(text, random, 18_764, 6_508_366, -1, price => Trimmed(price, 2), () => $"{Trimmed(Quantity(random), 8)}\",{random.Next(1, 4)}");
        text.Append("],\"asks\":[");
        Levels(text, random, 27_236, 6_508_367, +1, price => Trimmed(price, 2), () => $"{Trimmed(Quantity(random), 8)}\",{random.Next(1, 4)}");
        return text.Append("],\"sequence\":114340891054,\"auction_mode\":false,\"auction\":null,\"time\":\"2026-08-09T21:05:48.483587501Z\"}").ToString();
    }

    private static string MakeBinance(int bids, int asks)
    {
        var random = new Random(Seed);
        var text = new StringBuilder("{\"lastUpdateId\":800360994,\"bids\":[");
        Levels(text, random, bids, 33_993, -1, price => Fixed(price, 5), () => Fixed(Quantity(random) / 10_000, 1) + "\"");
        text.Append("],\"asks\":[");
        Levels(text, random, asks, 33_997, +1, price => Fixed(price, 5), () => Fixed(Quantity(random) / 10_000, 1) + "\"");
        return text.Append("]}").ToString();
    }

    private static void Levels(
        StringBuilder text, Random random, int count, long price, int direction, Func<long, string> writePrice, Func<string> writeRest)
    {
        for (var i = 0; i < count; i++)
        {
            // Steps grow with the distance from the touch, as the tails of real books do.
            text.Append(i == 0 ? "" : ",").Append("[\"").Append(writePrice(price)).Append("\",\"").Append(writeRest()).Append(']');
            price += direction * random.NextInt64(1, 2 + Math.Min(i, price / count / 2));
        }
    }

    /// <summary>A third are round lots, the rest are of any size.</summary>
    private static long Quantity(Random random) =>
        random.Next(3) == 0 ? random.NextInt64(1, 1_000) * 100_000 : (long)Math.Exp(random.NextDouble() * 20) + 10_000;

    private static string Trimmed(long value, int scale) =>
        (value / (decimal)Math.Pow(10, scale)).ToString("0.########", CultureInfo.InvariantCulture);

    private static string Fixed(long value, int scale) =>
        (value / (decimal)Math.Pow(10, scale)).ToString("0.00000000", CultureInfo.InvariantCulture);
}
