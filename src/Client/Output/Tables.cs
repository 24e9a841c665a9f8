using Spectre.Console;

namespace OrderBookSilo.Client.Output;

/// <summary>Plain tables; their headings are bold on a terminal.</summary>
internal static class Tables
{
    private const int WideFrom = 100;
    private const int Gap = 2;

    public static void Write<T>(Screen screen, IEnumerable<T> rows, params ReadOnlySpan<Column<T>> columns) =>
        screen.Out.Write(Create(screen, rows, columns));

    public static Table Create<T>(Screen screen, IEnumerable<T> rows, params ReadOnlySpan<Column<T>> columns)
    {
        var shown = new List<Column<T>>();
        foreach (var column in columns)
        {
            if (!column.OnlyWide || screen.Out.Profile.Width >= WideFrom)
            {
                shown.Add(column);
            }
        }

        var table = new Table { Border = TableBorder.None, ShowHeaders = shown.Exists(column => column.Head.TrimStart('>').Length > 0) };
        foreach (var column in shown)
        {
            table.AddColumn(Head(column.Head, column == shown[^1]));
        }

        foreach (var row in rows)
        {
            table.AddRow([.. shown.Select(column => column.Cell(row))]);
        }

        return table;
    }

    private static TableColumn Head(string head, bool isLast)
    {
        var column = new TableColumn(new Text(head.TrimStart('>'), new Style(decoration: Decoration.Bold)))
        {
            NoWrap = true,
            Padding = new Padding(0, 0, isLast ? 0 : Gap, 0),
        };
        return head.StartsWith('>') ? column.RightAligned() : column;
    }
}
