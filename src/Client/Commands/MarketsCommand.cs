using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class MarketsCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var venue = new Option<string>("--venue") { Description = "Only markets of this venue.", HelpName = "VENUE" };
        var asset = new Option<string>("--asset") { Description = "Only markets of this base asset.", HelpName = "ASSET" };
        var command = new Command("markets", "Every market with its latest book.") { venue, asset };
        command.SetAction((parsed, cancel) => dialogue.AskLiveAsync(
            parsed,
            live => live.ListAsync(new MarketsQuestion(parsed.GetValue(venue), parsed.GetValue(asset)), cancel),
            (screen, markets) => Show(screen, markets, dialogue.Time.GetUtcNow()),
            cancel));
        return command;
    }

    /// <summary>The table of markets, and a line for each whose last pull failed.</summary>
    public static void Show(Screen screen, IReadOnlyList<MarketSummary> markets, DateTimeOffset now)
    {
        if (markets.Count == 0)
        {
            screen.Say("No such market here. Add one: ./orderbook add coinbase:BTC-USD");
            return;
        }

        Tables.Write(
            screen,
            markets,
            new("Market", market => Words.Safe(market.Market)),
            new("Pair", market => Words.Safe(market.Pair), OnlyWide: true),
            new(">Best bid", market => Numbers.Exact(market.BestBid)),
            new(">Best ask", market => Numbers.Exact(market.BestAsk)),
            new(">Bps", market => Numbers.Bps(market.SpreadBps)),
            new(">Bids", market => Numbers.Count(market.BidLevels)),
            new(">Asks", market => Numbers.Count(market.AskLevels)),
            new(">Age", market => Times.ShortAge(market.AgeSeconds)),
            new("Next", market => Times.ShortClock(market.NextSlot), OnlyWide: true),
            new("Status", market => market.Status is { } status ? Words.Safe(status.Replace('_', ' ')) : Numbers.None, OnlyWide: true),
            new("State", State));
        foreach (var market in markets.Where(market => market.FrozenSince is not null))
        {
            screen.Say($"[yellow]{Words.Safe(market.Market)}[/] has a frozen book: it has not moved since {Times.Minute(market.FrozenSince!.Value)}.");
        }

        foreach (var market in markets.Where(HasFailedSince))
        {
            screen.Say($"[yellow]{Words.Safe(market.Market)}[/] {Words.Safe(Words.Failure(market.LastFailure!, now))}");
        }
    }

    private static string State(MarketSummary market) => market switch
    {
        { Active: false } => "[yellow]stopped[/]",
        _ when HasFailedSince(market) => "[red]failing[/]",
        { ReceivedAt: null } => "[yellow]no book[/]",
        { Status: "not_trading" } => "[yellow]not trading[/]",
        { FrozenSince: not null } => "[yellow]frozen[/]",
        { DepthComplete: false } => "not known whole",
        _ => "whole",
    };

    private static bool HasFailedSince(MarketSummary market) =>
        market.LastFailure is { } failure && (market.ReceivedAt is null || failure.At > market.ReceivedAt);
}
