using System.Globalization;
using System.Text;

namespace OrderBookSilo.Core.Tests.Venues;

/// <summary>Hand-made bodies in the venues' shapes, and the same bodies in other spellings.</summary>
internal static class BookText
{
    public static byte[] Coinbase(string bids, string asks, string tail = "\"sequence\":13,\"auction_mode\":false,\"auction\":null") =>
        Encoding.UTF8.GetBytes($$"""{"bids":[{{bids}}],"asks":[{{asks}}],{{tail}},"time":"2026-08-09T21:05:48.483587501Z"}""");

    public static byte[] Binance(string bids, string asks) =>
        Encoding.UTF8.GetBytes($$"""{"lastUpdateId":800360994,"bids":[{{bids}}],"asks":[{{asks}}]}""");

    /// <summary>The same JSON with white space between levels, which the compact scanner leaves to the general reader.</summary>
    public static byte[] Spaced(byte[] body) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(body).Replace("[[", "[ [", StringComparison.Ordinal).Replace("],[", "], [", StringComparison.Ordinal));

    /// <summary>A body of some dozens of levels with all sorts of digits, its numbers in any of the spellings of the compact form.</summary>
    public static byte[] Random(Random random, bool coinbase)
    {
        var middle = random.NextInt64(1, 99_999_999);
        var bids = Side(random, middle, -1, coinbase);
        var asks = Side(random, middle, +1, coinbase);
        return coinbase ? Coinbase(bids, asks) : Binance(bids, asks);
    }

    private static string Side(Random random, long middle, int direction, bool withCount)
    {
        var priceScale = random.Next(0, 9);
        var price = (decimal)middle;
        var step = 1 / (decimal)Math.Pow(10, priceScale);
        var levels = new List<string>();
        for (var i = random.Next(0, 60); i > 0 && price > step; i--)
        {
            price += direction * step * random.Next(1, 50);
            var quantity = random.NextInt64(1, (long)Math.Pow(10, random.Next(1, 17))) / (decimal)Math.Pow(10, random.Next(0, 9));
            levels.Add($"[\"{Number(random, price)}\",\"{Number(random, quantity)}\"{(withCount ? $",{random.Next(0, 200)}" : "")}]");
        }

        return string.Join(',', levels);
    }

    private static string Number(Random random, decimal value)
    {
        var text = value.ToString("0.############", CultureInfo.InvariantCulture);
        return random.Next(4) == 0 && text.Contains('.', StringComparison.Ordinal) ? text + "0" : text;
    }
}
