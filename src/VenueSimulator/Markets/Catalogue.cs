using System.Globalization;

namespace OrderBookSilo.VenueSimulator.Markets;

/// <summary>The products that the simulated exchanges list.</summary>
internal sealed class Catalogue
{
    private const int ExtraLevels = 300;

    private static readonly SimulatedAsset Usd = new("USD", 1, 0, 1);
    private static readonly SimulatedAsset Usdt = new("USDT", 0.9996, 0.01, 1);
    private static readonly SimulatedAsset Usdc = new("USDC", 1.0001, 0.01, 1);
    private static readonly SimulatedAsset Eur = new("EUR", 1.1558, 0.1, 1);

    // Price and lot decimals of the real exchanges (coinbase, binance).
    private static readonly Listing[] Listings =
    [
        new(new("BTC", 65083.7, 1, 1), 2, 8, 2, 5, 1),
        new(new("ETH", 1919.4, 1.3, 0.6), 2, 8, 2, 4, 0.55),
        new(new("SOL", 77.12, 1.8, 0.3), 2, 8, 2, 3, 0.3),
        new(new("XRP", 1.0411, 1.6, 0.25), 4, 6, 4, 1, 0.25),
        new(new("DOGE", 0.0704, 2, 0.12), 5, 1, 5, 0, 0.2),
        new(new("ADA", 0.2514, 2, 0.1), 4, 8, 4, 1, 0.15),
        new(new("LTC", 51.3, 1.5, 0.1), 2, 8, 2, 3, 0.15),
        new(new("SHIB", 0.00000468, 2.2, 0.05), 8, 0, 8, 0, 0.05),
    ];

    private readonly Dictionary<(string Venue, string Symbol), SimulatedMarket> bySymbol;

    public Catalogue(SimulatorOptions options)
    {
        var markets = Coinbase().Concat(Binance()).Concat(VenueListing.All.SelectMany(Others)).Select(market => Scale(market, options.LevelsFactor)).Concat(Extra(options));
        bySymbol = markets.ToDictionary(market => (market.Venue, market.Symbol));
    }

    public SimulatedMarket? Find(string venue, string symbol) => bySymbol.GetValueOrDefault((venue, symbol));

    public IReadOnlyList<SimulatedMarket> ListOf(string venue) => [.. bySymbol.Values.Where(market => market.Venue == venue)];

    private static IEnumerable<SimulatedMarket> Coinbase()
    {
        foreach (var listing in Listings)
        {
            foreach (var quote in new[] { Usd, Usdt, Usdc, Eur })
            {
                yield return OnCoinbase(listing, quote, quote == Usd ? 1 : 0.3);
            }
        }

        var stable = new Listing(Usdt, 5, 2, 5, 0, 0.1);
        yield return OnCoinbase(stable, Usd, 1);
        yield return OnCoinbase(stable, Eur, 1);
        yield return OnCoinbase(stable with { Asset = Usdc }, Eur, 1);
    }

    private static IEnumerable<SimulatedMarket> Binance()
    {
        foreach (var listing in Listings)
        {
            foreach (var quote in new[] { Usdt, Usdc, Eur })
            {
                yield return OnBinance(listing, quote, quote == Usdt ? 1 : 0.3);
            }
        }

        var stable = new Listing(Usdc, 5, 2, 5, 0, 0.1);
        yield return OnBinance(stable, Usdt, 1);
        yield return OnBinance(stable with { Asset = Eur }, Usdt, 1);
    }

    private static IEnumerable<SimulatedMarket> Others(VenueListing venue)
    {
        var quotes = venue.Quotes.Select(code => new[] { Usd, Usdt, Usdc, Eur }.First(asset => asset.Code == code)).ToList();
        foreach (var listing in Listings)
        {
            foreach (var quote in quotes)
            {
                yield return On(venue, listing, quote, quote == quotes[0] ? 1 : 0.3);
            }
        }

        var stable = new Listing(Usdt, 5, 2, 5, 0, 0.1);
        foreach (var asset in new[] { Usdt, Usdc, Eur }.Where(asset => asset != quotes[0]))
        {
            yield return On(venue, stable with { Asset = asset }, quotes[0], 1);
        }
    }

    private static SimulatedMarket On(VenueListing venue, Listing listing, SimulatedAsset quote, double size)
    {
        var levels = listing.Levels * size;
        return new SimulatedMarket(
            venue.Code,
            venue.Symbol(listing.Asset, quote),
            listing.Asset,
            quote,
            listing.BinancePrice,
            listing.BinanceLot + 1,
            Math.Max(1, (int)(venue.Bids * levels)),
            Math.Max(1, (int)(venue.Asks * levels)));
    }

    private static IEnumerable<SimulatedMarket> Extra(SimulatorOptions options)
    {
        var codes = Enumerable.Range(1, options.ExtraMarkets).Select(i => string.Create(CultureInfo.InvariantCulture, $"T{i:D4}"));
        foreach (var (i, code) in codes.Concat(options.ExtraAssets).Index())
        {
            var listing = new Listing(new SimulatedAsset(code, 1 + ((i + 1) % 97), 1.5, 0.05), 4, 4, 4, 2, 1);
            yield return OnCoinbase(listing, Usd, 1) with { BidLevels = ExtraLevels, AskLevels = ExtraLevels };
            yield return OnBinance(listing, Usdt, 1) with { BidLevels = ExtraLevels, AskLevels = ExtraLevels };
        }
    }

    private static SimulatedMarket OnCoinbase(Listing listing, SimulatedAsset quote, double size)
    {
        const int Bids = 9_000;
        const int Asks = 11_000;
        var symbol = $"{listing.Asset.Code}-{quote.Code}";
        var levels = listing.Levels * size;
        return new SimulatedMarket(
            "coinbase", symbol, listing.Asset, quote, listing.CoinbasePrice, listing.CoinbaseLot, (int)(Bids * levels), (int)(Asks * levels));
    }

    private static SimulatedMarket OnBinance(Listing listing, SimulatedAsset quote, double size)
    {
        const int Bids = 5_600;
        const int Asks = 7_400;
        var symbol = listing.Asset.Code + quote.Code;
        var levels = listing.Levels * size;
        return new SimulatedMarket(
            "binance", symbol, listing.Asset, quote, listing.BinancePrice, listing.BinanceLot, (int)(Bids * levels), (int)(Asks * levels));
    }

    private static SimulatedMarket Scale(SimulatedMarket market, double factor) =>
        market with { BidLevels = Math.Max(1, (int)(market.BidLevels * factor)), AskLevels = Math.Max(1, (int)(market.AskLevels * factor)) };

    private sealed record Listing(
        SimulatedAsset Asset, int CoinbasePrice, int CoinbaseLot, int BinancePrice, int BinanceLot, double Levels);
}
