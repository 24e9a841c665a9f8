using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>book</c>: the best levels of one market's latest book, once or over and over.</summary>
internal static class BookCommand
{
    private const int DepthDefault = 10;

    public static Command Create(Dialogue dialogue)
    {
        var market = MarketArgument.Create();
        var depth = WholeNumber.Option("--depth", 1, $"Levels of each side; default {DepthDefault}, with --json all.", "N");
        var watch = new Option<bool>("--watch") { Description = "Ask again every second until Ctrl-C." };
        var command = new Command("book", "The latest book of a market, best levels first.") { market, depth, watch };
        command.SetAction((parsed, cancel) =>
        {
            var levels = parsed.GetValue(depth) ?? (dialogue.WantsJson(parsed) ? null : DepthDefault);
            var path = Paths.Market(parsed.GetValue(market)!);
            var bookPath = $"{path}/book{Paths.Query(("depth", levels?.ToString(System.Globalization.CultureInfo.InvariantCulture)))}";
            return parsed.GetValue(watch)
                ? new BookWatch(dialogue, parsed, path, bookPath).RunAsync(cancel)
                : dialogue.AskAsync<BookView>(
                    parsed,
                    HttpMethod.Get,
                    bookPath,
                    (screen, book) => screen.Out.Write(BookDisplay.Create(screen, book, dialogue.Time.GetUtcNow(), [])),
                    cancel);
        });
        return command;
    }
}
