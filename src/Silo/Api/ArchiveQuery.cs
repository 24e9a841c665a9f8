using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary>What the archive's routes have in common.</summary>
internal static class ArchiveQuery
{
    private const int LengthMax = 2_000;

    public static readonly QueryParameter<string?> Markets = Parameter.Text(
        "markets", "Only these markets, comma-separated; default all.", "coinbase:BTC-USD,binance:BTCUSDT", LengthMax);

    /// <summary>The markets that <c>markets=</c> names, in order; all known ones when it is not given. An unknown market is an error.</summary>
    public static async Task<IReadOnlyList<Market>> MarketsAsync(Query query, IMarketReader warehouse, CancellationToken cancel)
    {
        var text = query.Read(Markets);
        var known = (await warehouse.ListMarketsAsync(cancel)).Select(record => record.Market).ToList();
        return text is null ? known : Named(text, known);
    }

    private static IReadOnlyList<Market> Named(string text, List<Market> known)
    {
        var markets = new SortedDictionary<string, Market>(StringComparer.Ordinal);
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Market.TryParse(name, out var market) || !known.Contains(market))
            {
                var nearest = Nearest.To(name, known.Select(one => one.ToString()));
                var hint = nearest.Count == 0 ? "" : $"; the nearest are {string.Join(", ", nearest)}";
                throw new QueryException($"no market '{Shown.Of(name)}' was ever added or imported here{hint}");
            }

            markets[market.ToString()] = market;
        }

        return [.. markets.Values];
    }
}
