using System.Globalization;
using System.Text;

namespace OrderBookSilo.Core.Tests.Venues;

/// <summary>Hand-made bodies in the venues' formats, and the same bodies in other spellings.</summary>
internal static class BookText
{
    public static byte[] Coinbase(string bids, string asks, string tail = "\"sequence\":13,\"auction_mode\":false,\"auction\":null") =>
        Encoding.UTF8.GetBytes($$"""{"bids":[{{bids}}],"asks":[{{asks}}],{{tail}},"time":"2026-08-09T21:05:48.483587501Z"}""");

    /// <summary>
    /// A level-3 body in the form of a program that stored books as indented JSON: an entry for every order, several for most
    /// prices.
    /// </summary>
    public static byte[] CoinbaseOrders(Random random, int orders, bool isShuffled)
    {
        var (bids, asks) = (Orders(27_000, -1), Orders(27_000.01m, +1));
        return Encoding.UTF8.GetBytes($$"""
            {
                "bids": [{{string.Join(",", bids)}}
                ],
                "asks": [{{string.Join(",", asks)}}
                ],
                "sequence": 56124471623,
                "auction_mode": false,
                "auction": null,
                "time": "2023-03-20T14:00:03.912345Z"
            }
            """);

        string[] Orders(decimal price, int direction)
        {
            var entries = Enumerable.Range(0, orders).Select(_ =>
            {
                price += direction * random.Next(0, 3) * 0.01m;
                var id = string.Concat(Enumerable.Range(0, 8).Select(_ => random.Next(0x10000).ToString("x4", CultureInfo.InvariantCulture)));
                return $$"""

                        [
                            "{{price.ToString(CultureInfo.InvariantCulture)}}",
                            "{{Number(random, random.NextInt64(1, 500_000_000) / 100_000_000m)}}",
                            "{{id[..8]}}-{{id[8..12]}}-{{id[12..16]}}-{{id[16..20]}}-{{id[20..]}}"
                        ]
                """;
            }).ToArray();
            if (isShuffled)
            {
                random.Shuffle(entries);
            }

            return entries;
        }
    }

    public static byte[] Binance(string bids, string asks) =>
        Encoding.UTF8.GetBytes($$"""{"lastUpdateId":800360994,"bids":[{{bids}}],"asks":[{{asks}}]}""");

    /// <summary>The same JSON with white space between levels, which the compact scanner leaves to the general reader.</summary>
    public static byte[] Spaced(byte[] body) => Encoding.Latin1.GetBytes(
        Encoding.Latin1.GetString(body).Replace("[[", "[ [", StringComparison.Ordinal).Replace("],[", "], [", StringComparison.Ordinal));

    /// <summary>A body of some dozens of levels with all kinds of digits, its numbers in any of the compact spellings.</summary>
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
