using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>Query parameters that several routes have.</summary>
internal static class CommonParameters
{
    private static readonly TimeSpan DefaultRange = TimeSpan.FromHours(24);

    public static readonly QueryParameter<string> Side = Parameter.Choice("side", "The taker's side: buy takes asks, sell takes bids.", "buy", "sell");

    public static readonly QueryParameter<Exact> Amount = Parameter.Amount(
        "amount", "How much, as a plain decimal. A buy's amount includes the fees, a sell's is what is received after them.");

    public static readonly QueryParameter<int?> MaxAge = Parameter.Integer(
        "maxAge", "Pull first what is older than so many seconds; without it any age will do.", 0, QuestionRules.MaxAgeSecondsMax, 30);

    public static readonly QueryParameter<string> Asset = Parameter.Required("asset", "The base asset, by its code.", "BTC", "write its code, such as BTC");

    public static readonly QueryParameter<string> Currency = Parameter.TextOr(QuestionRules.DefaultCurrency, "currency", "What is paid or received, by its code.");

    public static readonly QueryParameter<DateTimeOffset?> From = Parameter.Instant("from", "First slot; default 24 hours ago.");

    public static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant("to", "End of the range, not included; default now, the present slot included.");

    /// <summary>Asset and currency.</summary>
    public static (string Asset, string Currency) ReadAssets(this Query query) => (query.Read(Asset), query.Read(Currency));

    /// <summary>The same as a pair.</summary>
    public static Pair ReadPair(this Query query)
    {
        var (asset, currency) = query.ReadAssets();
        return Pair.TryParse($"{asset}/{currency}", out var pair) ? pair : throw new QueryException(QuestionRules.NotAssets(asset, currency));
    }

    /// <summary>The range asked for, the last 24 hours unless it is given.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) ReadRange(this Query query, TimeProvider time) =>
        Range(query.Read(From), query.Read(To), time);

    /// <summary>The same of times that were read.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Range(DateTimeOffset? first, DateTimeOffset? end, TimeProvider time)
    {
        // To the end of the present slot, whatever its length: a row of now must be in "the last 24 h".
        var to = end ?? time.GetUtcNow() + DefaultRange;
        var from = first ?? time.GetUtcNow() - DefaultRange;
        return from < to ? (from, to) : throw new QueryException("from must lie before to");
    }
}
