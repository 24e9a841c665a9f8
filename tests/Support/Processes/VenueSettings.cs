using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.Support.Processes;

/// <summary>The silo settings that point its venues at a simulator.</summary>
public static class VenueSettings
{
    public static string[] Of(Simulator venues) =>
        [.. Simulator.Venues.Keys.SelectMany(venue => new[] { $"--Venues:{venue}:BaseAddress", venues.AddressOf(venue).ToString() })];
}
