using System.Globalization;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Client.Showing;

/// <summary>A cost curve as bars below each other, which need neither colour nor a wide terminal: what the book costs, then the fee.</summary>
internal static class CurveView
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
        var perRow = Math.Max(1, (shown.Count + RowsMax - 1) / RowsMax);
        var rows = shown.Where((_, i) => (shown.Count - 1 - i) % perRow == 0).ToList();
        var most = rows.Count == 0 ? 0 : rows.Max(point => Total(point)!.Value);
        foreach (var point in rows)
        {
            screen.Say($"{Numbers.Exact(point.Size),14} {Numbers.Bps(Total(point)),9}  {Bar(point, most)}");
        }

        foreach (var note in Notes(curve, shown.Count))
        {
            screen.Say(note);
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

    private static string Bar(CurvePoint point, double most)
    {
        var total = Length(Total(point)!.Value, most);
        var book = Math.Min(total, Length(point.SlippageBps ?? 0, most));
        return new string(OfBook, book) + new string(OfFee, total - book);
    }

    private static int Length(double bps, double most) => most <= 0 ? 0 : (int)Math.Round(Math.Max(0, bps) / most * BarMax);
}
