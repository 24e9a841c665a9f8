namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Every simulated exchange.</summary>
internal static class Wires
{
    public static IReadOnlyList<IVenueWire> All { get; } =
    [
        new CoinbaseWire(),
        new BinanceWire(),
        WesternWires.Kraken,
        WesternWires.Bitstamp,
        WesternWires.Gemini,
        BinanceLikeWires.BinanceUs,
        WesternWires.Bitfinex,
        EasternWires.Okx,
        EasternWires.Bybit,
        EasternWires.Kucoin,
        EasternWires.Gate,
        EasternWires.Htx,
        BinanceLikeWires.Mexc,
        EasternWires.Bitget,
        EasternWires.CryptoCom,
        EasternWires.Bitmart,
        WesternWires.Bitso,
    ];
}
