using System.Globalization;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

/// <summary>Draws a cost curve as text bars, which need neither colour nor a wide terminal: the cost from the book, then the fee.</summary>
internal static class CurveDisplay
{
    private const int BarMax = 44;
    private const int RowsMax = 24;
    private const char OfBook = '█';
    private const char OfFee = '░';

    public static void Show(Screen screen, CostCurve curve)
    {
        var quote = curve.Currency is { } currency ? Words.Safe(currency) : "quote";
        screen.Say($"[bold]{Words.Safe(curve.Side)} on {Words.Safe(curve.Market)}[/], cost in bps of mid by size in {quote}, book {Times.Age(curve.AgeSeconds)} old");
        var shown = curve.Points.Where(point => point.Complete && Total(point) is not null).ToList();
        Draw(screen, [.. shown.Select(point => new Row(point.Size, Total(point)!.Value, point.SlippageBps ?? 0))]);
        foreach (var note in Notes(curve, shown.Count))
        {
            screen.Say(note);
        }
    }

    /// <summary>Over all markets the bars do not separate book and fee, because each market has its own fee.</summary>
    public static void Show(Screen screen, BestCurve curve)
    {
        var currency = Words.Safe(curve.Currency);
        screen.Say($"[bold]{Words.Safe(curve.Side)} {Words.Safe(curve.Asset)} over all markets[/], all-in cost in bps of mid by size in {currency}");
        Draw(screen, [.. curve.Points.Where(point => point.CostBps is not null).Select(point => new Row(point.Size, point.CostBps!.Value, point.CostBps.Value))]);
        if (curve.Refused)
        {
            screen.Say($"[yellow]Not computed: {(curve.Reason == "price_apart" ? Words.PricesDisagree : "the books are too far apart in time to be compared.")}[/]");
        }
        else if (!curve.Complete)
        {
            screen.Say("[yellow]The markets hold no more than this.[/]");
        }

        foreach (var excluded in curve.Excluded)
        {
            screen.Say($"[yellow]{Words.Safe(excluded.Market)}[/] is left out: {Words.LeftOut(excluded.Reason, currency)}.");
        }
    }

    private static void Draw(Screen screen, List<Row> shown)
    {
        var perRow = Math.Max(1, (shown.Count + RowsMax - 1) / RowsMax);
        var rows = shown.Where((_, i) => (shown.Count - 1 - i) % perRow == 0).ToList();
        var most = rows.Count == 0 ? 0 : rows.Max(row => row.TotalBps);
        foreach (var row in rows)
        {
            screen.Say($"{Numbers.Exact(row.Size),14} {Numbers.Bps(row.TotalBps),9}  {Bar(row, most)}");
        }
    }

    private static IEnumerable<string> Notes(CostCurve curve, int shown)
    {
        if (shown > 0)
        {
            var rate = curve.FeeRate is { } known ? string.Create(CultureInfo.InvariantCulture, $" of {known * 100:0.###} %") : "";
            yield return Words.Dim(curve.Points.Any(point => point.CostBps is not null) ? $"{OfBook} what the book costs  {OfFee} the fee{rate}" : $"{OfBook} what the book costs; no fee is known");
        }

        if (curve.Points.FirstOrDefault(point => !point.Complete) is { } end)
        {
            yield return $"[yellow]The book holds less than {Numbers.Exact(end.Size)}.[/]";
        }

        if (curve.Mid is null)
        {
            yield return "[yellow]One side of the book is empty, so there is no mid to compare with.[/]";
        }
    }

    private static double? Total(CurvePoint point) => point.CostBps ?? point.SlippageBps;

    private static string Bar(Row row, double most)
    {
        var total = Length(row.TotalBps, most);
        var book = Math.Min(total, Length(row.BookBps, most));
        return new string(OfBook, book) + new string(OfFee, total - book);
    }

    private static int Length(double bps, double most) => most <= 0 ? 0 : (int)Math.Round(Math.Max(0, bps) / most * BarMax);

    private sealed record Row(string Size, double TotalBps, double BookBps);
}
