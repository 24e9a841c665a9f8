using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class DescribeCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var field = new Argument<string?>("FIELD")
        {
            Description = "A table, an answer, a column or a field: fact_cost, fact_cost.cost_bps, costBps. Without it, all are listed.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var markdown = new Option<bool>("--markdown") { Description = "Write the whole catalogue as a document." };
        var command = new Command("describe", "What every column of the warehouse and every field of an answer means.") { field, markdown };
        command.SetAction((parsed, cancel) =>
        {
            var (name, asDocument) = (parsed.GetValue(field), parsed.GetValue(markdown));
            return dialogue.AskAsync<CatalogueEntry[]>(
                parsed,
                HttpMethod.Get,
                "api/catalogue" + Paths.Query(("field", name)),
                asDocument ? CatalogueDocument.Write : name is null ? CatalogueDisplay.List : CatalogueDisplay.Show,
                cancel);
        });
        return command;
    }
}
