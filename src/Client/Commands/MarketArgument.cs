using System.CommandLine;
using OrderBookSilo.Client.Api;

namespace OrderBookSilo.Client.Commands;

internal static class MarketArgument
{
    public static Argument<string> Create() => new("MARKET") { Description = "Venue and product, such as coinbase:BTC-USD." };

    /// <summary>The market as written; throws <see cref="UsageException"/> when it is not <c>venue:product</c>.</summary>
    public static string Read(ParseResult parsed, Argument<string> argument)
    {
        var market = parsed.GetValue(argument)!;
        Paths.Market(market);
        return market;
    }
}
