using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Archives;

/// <summary>The contents of a dumped book's path, <c>date/exchange/symbol/run.json</c>.</summary>
/// <param name="Text">The path itself, with slashes.</param>
public sealed record DumpPath(DateOnly Date, Market Market, string Text)
{
    public const int LengthMax = 512;

    private const string Extension = ".json";
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyyMMdd"];

    /// <summary>Common names of the exchanges, in lower case and reduced to letters and digits.</summary>
    private static readonly FrozenDictionary<string, string> VenueCodes = new Dictionary<string, string>
    {
        ["coinbase"] = "coinbase",
        ["coinbasepro"] = "coinbase",
        ["coinbaseexchange"] = "coinbase",
        ["gdax"] = "coinbase",
        ["binance"] = "binance",
        ["binancecom"] = "binance",
    }.ToFrozenDictionary();

    /// <summary>Parses a path, or returns a sentence that says why it does not follow this layout.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out DumpPath? path, [NotNullWhen(false)] out string? problem)
    {
        path = null;
        var parts = text.Split('/');
        if (text.Length > LengthMax || parts.Length != 4 || parts[3].Length <= Extension.Length || !parts[3].EndsWith(Extension, StringComparison.Ordinal))
        {
            problem = "its path is not of the form date/exchange/symbol/run.json";
            return false;
        }

        if (!DateOnly.TryParseExact(parts[0], DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            problem = $"'{parts[0]}' is not a date such as 2023-03-20";
            return false;
        }

        if (VenueOf(parts[1]) is not { } venue)
        {
            problem = $"the exchange '{parts[1]}' is unknown; known exchanges are {string.Join(", ", VenueCatalog.All.Select(known => known.Code))}";
            return false;
        }

        // Both exchanges use capitals in their product names; file systems may not.
        if (!Market.TryCreate(venue, parts[2].ToUpperInvariant(), out var market))
        {
            problem = $"'{parts[2]}' cannot be a product: {Market.FindProblem($"{venue}:{parts[2].ToUpperInvariant()}")}";
            return false;
        }

        problem = null;
        path = new DumpPath(date, market, text);
        return true;
    }

    private static string? VenueOf(string exchange)
    {
        var plain = string.Concat(exchange.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant();
        return VenueCodes.GetValueOrDefault(plain);
    }
}
