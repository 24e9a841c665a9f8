using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>Shows the data catalogue: an overview, or the details of a name.</summary>
internal static class CatalogueDisplay
{
    /// <summary>Width of the columns before the meaning.</summary>
    private const int BeforeMeaning = 50;

    /// <summary>One line for every table, view, function and answer.</summary>
    public static void List(Screen screen, CatalogueEntry[] entries)
    {
        var meaningMax = screen.Out.Profile.Width - BeforeMeaning;
        Tables.Write(
            screen,
            entries,
            new("Name", entry => Words.Safe(entry.Name)),
            new("Kind", entry => Words.Safe(entry.Kind)),
            new(">Fields", entry => Numbers.Count(entry.Columns.Count)),
            new("Meaning", entry => Words.Safe(FirstSentence(entry.Description, meaningMax)), OnlyWide: true));
        screen.Say("Details: ./orderbook describe NAME, where NAME is any of these, or a column or field.");
    }

    /// <summary>Each entry with all its columns, or with the ones asked for.</summary>
    public static void Show(Screen screen, CatalogueEntry[] entries)
    {
        foreach (var entry in entries)
        {
            screen.Say($"[bold]{Words.Safe(entry.Signature ?? entry.Name)}[/]  {Words.Safe(entry.Kind)}{In(entry)}");
            screen.Say(Words.Safe(entry.Description));
            foreach (var column in entry.Columns)
            {
                screen.Say($"  [bold]{Words.Safe(column.Name)}[/]  {Words.Safe(Facts(column))}");
                screen.Say($"    {Words.Safe(column.Description)}");
            }
        }
    }

    /// <summary>A column's type, its unit, and whether it can be null.</summary>
    private static string Facts(CatalogueColumn column) =>
        column.Type + (column.Unit is null ? "" : $", {column.Unit}") + (column.Nullable == true ? ", can be null" : "");

    private static string In(CatalogueEntry entry) => entry.Routes.Count == 0 ? "" : $" of {Words.Safe(string.Join(", ", entry.Routes))}";

    private static string FirstSentence(string text, int lettersMax)
    {
        var sentence = text.Split(['.', ';'], 2)[0];
        return sentence.Length <= lettersMax ? sentence : $"{sentence[..(lettersMax - 1)]}…";
    }
}
