using System.Globalization;
using System.Text;
using OrderBookSilo.Support;

namespace OrderBookSilo.EndToEnd.Tests.Archives;

/// <summary>Books as the prototype dumped them: <c>date/exchange/symbol/run_id.json</c>, JSON with four spaces of indentation.</summary>
internal sealed class Dumps : IDisposable
{
    private readonly TempDirectory directory = new();

    public string FullName => directory.FullName;

    /// <summary>Coinbase's book of individual orders.</summary>
    public static string Orders(string time, params (string Price, string Size)[] bids)
    {
        var entries = bids.Select((bid, i) => $"""
                    [
                        "{bid.Price}",
                        "{bid.Size}",
                        "d50ec984-77a8-460a-b958-{i:x12}"
                    ]
            """);
        return $$"""
            {
                "bids": [
            {{string.Join(",\n", entries)}}
                ],
                "asks": [
                    [
                        "27960.01",
                        "0.00000001",
                        "8a3f6b0e-0d3e-4a6e-9f5c-3f0a1c9d7e21"
                    ],
                    [
                        "27960.01",
                        "2.5",
                        "9a3f6b0e-0d3e-4a6e-9f5c-3f0a1c9d7e21"
                    ]
                ],
                "sequence": 56124471623,
                "auction_mode": false,
                "auction": null,
                "time": "{{time}}"
            }
            """;
    }

    public static string Binance(int lastUpdateId) => $$"""
        {
            "lastUpdateId": {{lastUpdateId}},
            "bids": [
                [
                    "27950.10000000",
                    "0.50000000"
                ]
            ],
            "asks": [
                [
                    "27951.00000000",
                    "1.25000000"
                ]
            ]
        }
        """;

    /// <summary>Writes a file; without a modification time it is today's, which is not the day of its path.</summary>
    public Dumps With(string path, string text, string? modified = null)
    {
        var file = Path.Combine(FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text, new UTF8Encoding(false));
        if (modified is not null)
        {
            File.SetLastWriteTimeUtc(file, DateTime.Parse(modified, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        }

        return this;
    }

    public void Dispose() => directory.Dispose();
}
