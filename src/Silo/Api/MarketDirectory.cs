using System.Collections.Concurrent;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Silo.Api;

/// <summary>Finds the market that a request names: only markets that were added have a grain to ask.</summary>
internal sealed class MarketDirectory(IGrainFactory grains, ProductCatalog catalog)
{
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    public IRegistryGrain Registry => grains.GetGrain<IRegistryGrain>(IRegistryGrain.Key);

    public IMarketGrain Grain(string market) => grains.GetGrain<IMarketGrain>(market);

    public IPairGrain Pair(Pair pair) => grains.GetGrain<IPairGrain>(pair.ToString());

    /// <summary>Runs a request against the market of a route, or answers 400 or 404 with the nearest names.</summary>
    public async Task<IResult> WithAsync(string venue, string product, Func<IMarketGrain, string, Task<IResult>> answer)
    {
        if (!TryRead(venue, product, out var market, out var problem))
        {
            return problem;
        }

        var text = market.ToString();
        if (!known.ContainsKey(text))
        {
            var added = (await Registry.ListAsync()).Select(listing => listing.Market).ToList();
            if (!added.Contains(text, StringComparer.Ordinal))
            {
                return Problems.NotFound(NotOurs(market), Nearest.To(text, added));
            }

            known[text] = true;
        }

        return await answer(Grain(text), text);
    }

    /// <summary>Reads the names in a route; a slash in a product arrives percent-encoded.</summary>
    public static bool TryRead(string venue, string product, out Market market, out IResult problem)
    {
        problem = Results.Empty;
        if (!Market.TryCreate(venue, product.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase), out market))
        {
            problem = Problems.BadRequest($"'{Query.Shown($"{venue}:{product}")}' is not a market; a market is venue:product, such as coinbase:BTC-USD");
            return false;
        }

        if (VenueCatalog.Find(market.Venue) is null)
        {
            problem = UnknownVenue(market.Venue);
            return false;
        }

        return true;
    }

    private static string NotOurs(Market market)
    {
        var text = Query.Shown(market.ToString());
        return text == market.ToString()
            ? $"{text} is not a market of this silo; add it with ./orderbook add {text}, or PUT /api/markets/{market.Venue}/{market.Product}"
            : $"'{text}' is not a market of this silo";
    }

    public static IResult UnknownVenue(string venue)
    {
        var codes = VenueCatalog.All.Select(known => known.Code).ToList();
        return Problems.NotFound($"no venue '{Query.Shown(venue)}'; known are {string.Join(", ", codes)}", Nearest.To(venue, codes));
    }

    /// <summary>A problem when the venue's listing is at hand and lacks the product; null when the product may be added.</summary>
    public async Task<IResult?> RefusalAsync(Market market, CancellationToken cancel)
    {
        var listing = await catalog.GetAsync(market.Venue, cancel);
        if (!listing.TryGet(out var products, out _) || products.ContainsKey(market.Product))
        {
            return null;
        }

        var nearest = Nearest.To(market.Product, products.Keys);
        var hint = nearest.Count > 0 ? $"the nearest are {string.Join(", ", nearest)}" : $"GET /api/venues/{market.Venue}/products lists all";
        return Problems.NotFound($"{market.Venue} lists no product '{Query.Shown(market.Product)}'; {hint}", nearest);
    }
}
