using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Support.Processes;

/// <summary>The silo settings that point its venues at a simulator.</summary>
public static class VenueSettings
{
    public static string[] Of(Simulator venues) =>
    [
        "--Venues:coinbase:BaseAddress", venues.AddressOf("coinbase").ToString(),
        "--Venues:binance:BaseAddress", venues.AddressOf("binance").ToString(),
    ];
}
