using System.Text;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>The data catalogue as a Markdown document; the same catalogue always gives the same bytes.</summary>
internal static class CatalogueDocument
{
    private const string Head = """
        # Data catalogue

        What every column of the warehouse and every field of the API means. Generated: the texts are the comments of the
        database's migrations and of the API's records, and `./orderbook describe --markdown` writes this document from them.

        Prices, amounts and quantities are exact decimals, in the API as strings. A value that cannot be computed is null, never 0.
        In formulas a1 is the best ask, b1 the best bid, m their mid, D is +1 for a buy and -1 for a sell.

        """;

    public static void Write(Screen screen, CatalogueEntry[] entries)
    {
        var document = new StringBuilder(Head);
        foreach (var kind in entries.GroupBy(entry => entry.Kind))
        {
            document.Append('\n').Append("## ").Append(Title(kind.Key)).Append('\n');
            foreach (var entry in kind)
            {
                document.Append(Section(entry));
            }
        }

        screen.WriteBytes(Encoding.UTF8.GetBytes(document.ToString()));
    }

    private static string Title(string kind) => kind switch
    {
        "table" => "Tables",
        "view" => "Views",
        "function" => "Functions",
        "answer" => "Answers of the API",
        _ => kind,
    };

    private static string Section(CatalogueEntry entry)
    {
        var routes = string.Join(", ", entry.Routes.Select(route => $"`{route}`"));
        string[] paragraphs =
        [
            $"### {entry.Name}",
            entry.Signature is null ? "" : $"`{entry.Signature}`",
            entry.Description,
            routes,
            entry.Columns.Count == 0 ? "" : Table(entry),
        ];
        return string.Concat(paragraphs.Where(paragraph => paragraph.Length > 0).Select(paragraph => $"\n{paragraph}\n"));
    }

    private static string Table(CatalogueEntry entry) =>
        $"| {(entry.Kind == "answer" ? "field" : "column")} | type | unit | null | meaning |\n|---|---|---|---|---|\n"
        + string.Join('\n', entry.Columns.Select(Row));

    private static string Row(CatalogueColumn column) =>
        $"| {column.Name} | {column.Type} | {column.Unit} | {(column.Nullable == true ? "yes" : "")} | {column.Description.Replace("|", "\\|", StringComparison.Ordinal)} |";
}
