using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>describe</c>: what a column of the warehouse or a field of an answer means.</summary>
internal static class DescribeCommand
{
    public static Command Create(Dialogue dialogue)
    {
        var field = new Argument<string?>("FIELD")
        {
            Description = "A table or an answer, or a column or field of any: fact_cost, fact_cost.cost_bps, costBps. All are listed without it.",
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
