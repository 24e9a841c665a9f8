using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class ProductsCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var venue = new Argument<string>("VENUE") { Description = "Such as coinbase; ./orderbook venues lists them." };
        var search = new Option<string>("--search") { Description = "Part of a product or an asset.", HelpName = "TEXT" };
        var command = new Command("products", "The products that a venue lists, with steps and minimums.") { venue, search };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<ProductView[]>(
            parsed,
            HttpMethod.Get,
            $"api/venues/{Uri.EscapeDataString(parsed.GetValue(venue)!)}/products{Paths.Query(("search", parsed.GetValue(search)))}",
            Show,
            cancel));
        return command;
    }

    private static void Show(Screen screen, ProductView[] rows)
    {
        if (rows.Length == 0)
        {
            screen.Say("The venue lists no such product.");
            return;
        }

        Tables.Write(
            screen,
            rows,
            new("Product", row => Words.Safe(row.Product)),
            new("Pair", row => Words.Safe(row.Pair)),
            new("Status", row => Words.Safe(row.Status)),
            new(">Price step", row => Numbers.Exact(row.PriceStep)),
            new(">Lot step", row => Numbers.Exact(row.QuantityStep)),
            new(">Min quantity", row => Numbers.Exact(row.QuantityMin), OnlyWide: true),
            new(">Min value", row => Numbers.Exact(row.NotionalMin)),
            new(">Max quantity", row => Numbers.Exact(row.QuantityMax), OnlyWide: true),
            new(">Max value", row => Numbers.Exact(row.NotionalMax), OnlyWide: true));
    }
}
