using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Silo.Api;

/// <summary>What questions about the archive have in common.</summary>
internal static class ArchiveQuery
{
    /// <summary>Characters of a list of markets.</summary>
    public const int TextLengthMax = 3000;

    /// <summary>The markets that <c>markets=</c> names, in order; of all that are known when it is not given. A market that is not known is an error.</summary>
    public static async Task<IReadOnlyList<Market>> MarketsAsync(Query query, IMarketReader warehouse, CancellationToken cancel)
    {
        var known = (await warehouse.ListMarketsAsync(cancel)).Select(record => record.Market).ToList();
        return query.Text("markets") is { } text ? Named(query, text, known) : known;
    }

    private static IReadOnlyList<Market> Named(Query query, string text, List<Market> known)
    {
        var markets = new SortedDictionary<string, Market>(StringComparer.Ordinal);
        foreach (var name in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Market.TryParse(name, out var market) || !known.Contains(market))
            {
                var nearest = Nearest.To(name, known.Select(one => one.ToString()));
                var hint = nearest.Count == 0 ? "" : $"; the nearest are {string.Join(", ", nearest)}";
                return query.Wrong<IReadOnlyList<Market>>($"no market '{Query.Shown(name)}' was ever added or imported here{hint}", []);
            }

            markets[market.ToString()] = market;
        }

        return [.. markets.Values];
    }
}
