using System.Collections.Frozen;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues;

/// <summary>Every venue we know, by its code.</summary>
public static class VenueCatalog
{
    public static IReadOnlyList<IVenue> All { get; } =
    [
        Coinbase.Venue,
        Binance.Venue,
        Kraken.Venue,
        Bitstamp.Venue,
        Gemini.Venue,
        BinanceUs.Venue,
        Okx.Venue,
        Bybit.Venue,
        Kucoin.Venue,
        Bitfinex.Venue,
        Gate.Venue,
        Htx.Venue,
        Mexc.Venue,
        Bitget.Venue,
        CryptoCom.Venue,
        Bitmart.Venue,
        Bitso.Venue,
    ];

    private static FrozenDictionary<string, IVenue> ByCode { get; } = All.ToFrozenDictionary(venue => venue.Code);

    /// <summary>The venue of this code, or null.</summary>
    public static IVenue? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The market as its venue spells it; unchanged when the venue is unknown.</summary>
    public static Market Canonical(Market market) =>
        Find(market.Venue) is { } venue && Market.TryCreate(venue.Code, venue.CanonicalProduct(market.Product), out var canonical) ? canonical : market;
}
