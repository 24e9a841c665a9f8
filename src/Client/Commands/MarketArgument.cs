using System.CommandLine;

namespace OrderBookSilo.Client.Commands;

/// <summary>The market that a command is about.</summary>
internal static class MarketArgument
{
    public static Argument<string> Create() => new("MARKET") { Description = "Venue and product, such as coinbase:BTC-USD." };
}
