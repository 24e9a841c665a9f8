using OrderBookSilo.Grains.Interfaces.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrderBookSilo.Client.Output;

/// <summary>Shows a book: a heading, then the best levels of both sides next to each other.</summary>
internal static class BookDisplay
{
    public static IRenderable Create(Screen screen, BookView book, DateTimeOffset now, IEnumerable<string> notes)
    {
        var heads = new[]
        {
            $"[bold]{Words.Safe(book.Market)}[/]  slot {Times.Minute(book.Slot)} UTC, {Times.Age(now - book.ReceivedAt)} old",
            $"{Levels(book.BidLevels, "bid")}, {Levels(book.AskLevels, "ask")}; {Words.Depth(book.DepthComplete)}",
        };
        return new Rows([.. heads.Select(Line), Ladders(screen, book), .. notes.Select(Line)]);
    }

    /// <summary>A summary in one line, for output that scrolls.</summary>
    public static string Summary(BookView book, DateTimeOffset now) =>
        $"{Words.Safe(book.Market)}  bid {Best(book.Bids)}  ask {Best(book.Asks)}  {Times.Age(now - book.ReceivedAt)} old";

    private static Table Ladders(Screen screen, BookView book)
    {
        var rows = Enumerable.Range(0, Math.Max(book.Bids.Count, book.Asks.Count))
            .Select(i => (Bid: book.Bids.ElementAtOrDefault(i), Ask: book.Asks.ElementAtOrDefault(i)));
        return Tables.Create(
            screen,
            rows,
            new(">Quantity", row => Of(row.Bid?.Quantity)),
            new(">Bid", row => $"[green]{Of(row.Bid?.Price)}[/]"),
            new(">Ask", row => $"[red]{Of(row.Ask?.Price)}[/]"),
            new(">Quantity", row => Of(row.Ask?.Quantity)));
    }

    private static Markup Line(string markup) => new(markup);

    private static string Of(string? number) => number is null ? "" : Numbers.Exact(number);

    private static string Best(IReadOnlyList<LevelView> side) => side.Count == 0 ? Numbers.None : Numbers.Exact(side[0].Price);

    private static string Levels(int count, string side) => $"{Numbers.Count(count)} {side}{(count == 1 ? "" : "s")}";
}
