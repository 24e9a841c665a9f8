using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>The silo settings that point its venues at a simulator.</summary>
internal static class VenueSettings
{
    public static string[] Of(Simulator venues) =>
    [
        "--Venues:coinbase:BaseAddress", venues.AddressOf("coinbase").ToString(),
        "--Venues:binance:BaseAddress", venues.AddressOf("binance").ToString(),
    ];
}
