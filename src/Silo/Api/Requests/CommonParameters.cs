using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>Query parameters shared by several routes.</summary>
internal static class CommonParameters
{
    /// <summary>Times and days in words; what is computed from others could not be represented.</summary>
    public const string Years = "the years 1900 to 2999";

    private const int YearMin = 1900;
    private const int YearMax = 2999;
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    public static readonly QueryParameter<string> Side = Parameter.Choice("side", "The taker's side: buy takes asks, sell takes bids.", "buy", "sell");

    public static readonly QueryParameter<Exact> Amount = Parameter.Amount(
        "amount", "The amount, as a plain decimal. For a buy it includes the fees; for a sell it is what is received after them.");

    public static readonly QueryParameter<int?> MaxAge = Parameter.Integer(
        "maxAge", "Pull books that are older than this many seconds first; without it, books of any age are used.", 0, QuestionRules.MaxAgeSecondsMax, 30);

    public static readonly QueryParameter<string> Asset = Parameter.Required("asset", "The base asset, by its code.", "BTC", "write its code, such as BTC");

    public static readonly QueryParameter<string> Currency = Parameter.TextOr(QuestionRules.DefaultCurrency, "currency", "The currency paid or received, by its code.");

    public static readonly QueryParameter<DateTimeOffset?> From = Parameter.Instant("from", "First slot; default 24 hours ago.");

    public static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant("to", "End of the range, not included; default now, the current slot included.");

    /// <summary>Whether times and days may be of this year.</summary>
    public static bool IsYear(int year) => year is >= YearMin and <= YearMax;

    /// <summary>Asset and currency.</summary>
    public static (string Asset, string Currency) ReadAssets(this Query query) => (query.Read(Asset), query.Read(Currency));

    /// <summary>Asset and currency as a pair.</summary>
    public static Pair ReadPair(this Query query)
    {
        var (asset, currency) = query.ReadAssets();
        return Pair.TryParse($"{asset}/{currency}", out var pair) ? pair : throw new QueryException(QuestionRules.NotAssets(asset, currency));
    }

    /// <summary>The requested range; the last 24 hours by default.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) ReadRange(this Query query, TimeProvider time) =>
        Range(query.Read(From), query.Read(To), time);

    /// <summary>The range between two times that were already read.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Range(DateTimeOffset? first, DateTimeOffset? end, TimeProvider time)
    {
        // Up to the end of the current slot, whatever its length, so that a row of now is within "the last 24 h".
        var to = end ?? time.GetUtcNow() + DefaultRange;
        var from = first ?? time.GetUtcNow() - DefaultRange;
        return from < to ? (from, to) : throw new QueryException("from must be before to");
    }
}
