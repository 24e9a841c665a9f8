using System.Collections.Concurrent;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Registry;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Finds the market that a question names; only markets that were added have a grain.</summary>
public sealed class MarketDirectory(IGrainFactory grains, KnownMarkets markets, ProductCatalog catalog)
{
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    public IRegistryGrain Registry => grains.GetGrain<IRegistryGrain>(IRegistryGrain.Key);

    public IMarketGrain Grain(Market market) => grains.GetGrain<IMarketGrain>(market.ToString());

    /// <summary>The answer for a market that was added, or the problem with its name.</summary>
    public async Task<Answer<T>> WithAsync<T>(string text, Func<Market, Task<Answer<T>>> answer)
        where T : class
    {
        if (Read(text, out var market) is { } problem)
        {
            return problem;
        }

        var name = market.ToString();
        if (!known.ContainsKey(name))
        {
            var added = (await markets.GetAsync(CancellationToken.None)).Markets.Select(listing => listing.Market).ToList();
            if (!added.Contains(name, StringComparer.Ordinal))
            {
                return Problem.NotFound(NotOurs(market), Nearest.To(name, added));
            }

            known[name] = true;
        }

        return await answer(market);
    }

    /// <summary>Parses <c>venue:product</c> of a known venue, in any of the venue's spellings, or returns the problem with it.</summary>
    public static Problem? Read(string text, out Market market)
    {
        if (!Market.TryParse(text, out var read))
        {
            market = default;
            return Problem.BadRequest(QuestionRules.NotMarket(text));
        }

        market = VenueCatalog.Canonical(read);
        return VenueCatalog.Find(market.Venue) is null ? UnknownVenue(market.Venue) : null;
    }

    public static Problem UnknownVenue(string venue)
    {
        var codes = VenueCatalog.All.Select(known => known.Code).ToList();
        return Problem.NotFound($"there is no venue '{Shown.Of(venue)}'; the venues are {string.Join(", ", codes)}", Nearest.To(venue, codes));
    }

    /// <summary>A problem when the venue's listing is loaded and lacks the product; null when the product may be added.</summary>
    public async Task<Problem?> RefuseUnlistedAsync(Market market, CancellationToken cancel)
    {
        var listing = await catalog.GetAsync(market.Venue, cancel);
        if (!listing.TryGet(out var products, out _) || products.BySymbol.ContainsKey(market.Product))
        {
            return null;
        }

        var nearest = Nearest.To(market.Product, products.BySymbol.Keys);
        var hint = nearest.Count > 0 ? $"the nearest are {string.Join(", ", nearest)}" : $"GET /api/venues/{market.Venue}/products lists all";
        return Problem.NotFound($"{market.Venue} lists no product '{Shown.Of(market.Product)}'; {hint}", nearest);
    }

    private static string NotOurs(Market market)
    {
        var text = Shown.Of(market.ToString());
        return text == market.ToString()
            ? $"{text} is not a market of this silo; add it with ./orderbook add {text}, or PUT {QuestionProblems.PathOf(market)}"
            : $"'{text}' is not a market of this silo";
    }
}
