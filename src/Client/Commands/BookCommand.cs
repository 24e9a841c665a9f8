using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

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
            var name = MarketArgument.Read(parsed, market);
            var levels = parsed.GetValue(depth) ?? (dialogue.WantsJson(parsed) ? null : DepthDefault);
            return parsed.GetValue(watch)
                ? new BookWatch(dialogue, parsed, name, levels).RunAsync(cancel)
                : dialogue.AskLiveAsync(
                    parsed,
                    live => live.GetBookAsync(name, levels, cancel),
                    (screen, book) => screen.Out.Write(BookDisplay.Create(screen, book, dialogue.Time.GetUtcNow(), [])),
                    cancel);
        });
        return command;
    }
}
