using System.CommandLine;
using OrderBookSilo.Client.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary>The market that a command is about.</summary>
internal static class MarketArgument
{
    public static Argument<string> Create() => new("MARKET") { Description = "Venue and product, such as coinbase:BTC-USD." };

    /// <summary>The market as it was written; throws <see cref="UsageException"/> when that is not <c>venue:product</c>.</summary>
    public static string Read(ParseResult parsed, Argument<string> argument)
    {
        var market = parsed.GetValue(argument)!;
        Paths.Market(market);
        return market;
    }
}
