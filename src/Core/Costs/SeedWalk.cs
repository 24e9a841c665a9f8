using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>
/// The prototype's selection, bit for bit: a level below the remaining amount is taken whole, one that overshoots it by more
/// than 1 is skipped, any other is taken and ends the walk. Level amounts and the remaining amount are doubles rounded to
/// cents.
/// </summary>
internal ref struct SeedWalk(Order order)
{
    /// <summary>The prototype takes a level that overshoots by at most this much, in quote.</summary>
    private const double OvershootMax = 1;

    private const int CentScale = 2;

    /// <summary>Every integer up to here is a double, so its quotient by a power of ten, also a double, is the nearest double.</summary>
    private const long ExactIntegerMax = 1L << 53;

    private readonly Ladder ladder = order.Ladder;
    private double left = order.Size.ToDouble();

    /// <summary>Position of the level taken, counted from 0.</summary>
    public int Position { get; private set; } = -1;

    /// <summary>The level's amount in hundredths of quote.</summary>
    public UInt128 Cents { get; private set; }

    /// <summary>Whether the walk ended with a level rather than at the end of the ladder.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The cost as the prototype computes it: the amount is the sum of the rounded level amounts, the quantity is exact.</summary>
    public static Cost Cost(Order order)
    {
        var walk = new SeedWalk(order);
        UInt128 cents = 0;
        UInt128 quantity = 0;
        var levels = 0;
        int? skipped = null;
        Exact? worstPrice = null;
        while (walk.TakeNext())
        {
            skipped ??= walk.Position == levels ? null : levels;
            cents += walk.Cents;
            quantity += (UInt128)walk.ladder.Quantities[walk.Position];
            worstPrice = order.PriceOf(walk.Position);
            levels++;
        }

        var taken = Filled.Whole(cents, CentScale, quantity, order.Book.QuantityScale, worstPrice, levels);
        return walk.IsComplete ? order.Complete(taken, unspent: order.Size - taken.Amount, skipped ?? levels) : order.Incomplete(taken);
    }

    /// <summary>The levels taken, as the prototype writes them.</summary>
    public static IReadOnlyList<Fill> Fills(Order order)
    {
        var fills = new List<Fill>();
        var walk = new SeedWalk(order);
        while (walk.TakeNext())
        {
            var (price, quantity) = order.Book.LevelOf(order.Ladder, walk.Position);
            fills.Add(new Fill(walk.Position + 1, price, quantity, Exact.FromScaled((Int128)walk.Cents, CentScale)));
        }

        return fills;
    }

    /// <summary>Moves to the next level taken; false after the last one.</summary>
    private bool TakeNext()
    {
        while (!IsComplete && ++Position < ladder.Count)
        {
            var price = NearestDouble(ladder.Prices[Position], order.Book.PriceScale);
            var (cents, amount) = SeedRounding.ToCents(price * NearestDouble(ladder.Quantities[Position], order.Book.QuantityScale));
            if (left - amount < -OvershootMax)
            {
                continue;
            }

            left -= amount;
            IsComplete = left <= 0;
            Cents = cents;
            return true;
        }

        return false;
    }

    private static double NearestDouble(Int128 mantissa, int scale) =>
        mantissa <= ExactIntegerMax ? (long)mantissa / (double)Int64PowersOfTen.Of(scale) : Exact.FromScaled(mantissa, scale).ToDouble();
}
