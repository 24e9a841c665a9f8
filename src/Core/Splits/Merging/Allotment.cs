using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>One way to fill an order: the quantity ordered of each lane, and the resulting totals.</summary>
internal sealed class Allotment
{
    private Ratio? allIn;

    private Allotment(IReadOnlyList<Lane> lanes, LaneCursor[] cursors, Ratio amount, Ratio quantity, bool isComplete) =>
        (Lanes, Cursors, Amount, Quantity, IsComplete) = (lanes, cursors, amount, quantity, isComplete);

    public IReadOnlyList<Lane> Lanes { get; }

    public LaneCursor[] Cursors { get; }

    /// <summary>Paid by a buy or received by a sell, in the answer's currency, including fees and conversion.</summary>
    public Ratio Amount { get; }

    /// <summary>Base received by a buy or given by a sell.</summary>
    public Ratio Quantity { get; }

    /// <summary>All-in price per base; the quantity is positive.</summary>
    public Ratio AllIn => allIn ??= Amount / Quantity;

    /// <summary>Whether the order is filled, except for a remainder of less than a lot.</summary>
    public bool IsComplete { get; }

    /// <summary>Exactly what a merge took.</summary>
    public static Allotment Of(Merge merge, bool isComplete) =>
        new(merge.Lanes, merge.Cursors.ToArray(), merge.Amount(), merge.Quantity(), isComplete);

    /// <summary>These quantities per lane; null when the result cannot be converted.</summary>
    public static Allotment? Of(Allotment from, IReadOnlyList<Conversion> conversions, IReadOnlyList<Ratio> quantities)
    {
        var cursors = from.Cursors.ToArray();
        var quantity = Ratio.Zero;
        for (var i = 0; i < cursors.Length; i++)
        {
            cursors[i].MoveTo(from.Lanes[i], quantities[i]);
            quantity += quantities[i] * from.Lanes[i].Yield;
        }

        var amount = Ratio.Zero;
        for (var group = 0; group < conversions.Count; group++)
        {
            if (conversions[group].Of(QuoteOf(from.Lanes, cursors, group)) is not { } converted)
            {
                return null;
            }

            amount += converted;
        }

        return new Allotment(from.Lanes, cursors, amount, quantity, from.IsComplete);
    }

    /// <summary>Paid or received in the quote currency of a group, including fees.</summary>
    public Ratio QuoteOf(int group) => QuoteOf(Lanes, Cursors, group);

    public static Ratio QuoteOf(IReadOnlyList<Lane> lanes, ReadOnlySpan<LaneCursor> cursors, int group)
    {
        var sum = Ratio.Zero;
        for (var i = 0; i < lanes.Count; i++)
        {
            if (lanes[i].Group == group)
            {
                sum += QuoteOf(lanes[i], cursors[i]);
            }
        }

        return sum;
    }

    public static Ratio QuoteOf(Lane lane, in LaneCursor cursor) =>
        cursor.AmountOf(lane) * lane.QuotePerAmount + lane.Terms.Constant;
}
