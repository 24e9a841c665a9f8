using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>The position of a merge in one lane: whole levels, and a part of the next.</summary>
internal struct LaneCursor
{
    public int Levels;

    /// <summary>Σ price × quantity of the whole levels, at the lane's amount scale.</summary>
    public UInt128 Amount;

    /// <summary>Σ quantity of the whole levels, at the book's quantity scale.</summary>
    public UInt128 Quantity;

    /// <summary>Quantity taken of the next level, in base.</summary>
    public Ratio Part;

    /// <summary>Number of levels that may be taken whole.</summary>
    public int End;

    /// <summary>What may be taken of the level after those, in base.</summary>
    public Ratio EndPart;

    public static LaneCursor Start(Lane lane)
    {
        var cursor = new LaneCursor { Part = Ratio.Zero, End = lane.Ladder.Count, EndPart = Ratio.Zero };
        if (lane.Terms.To is { } to)
        {
            var last = cursor;
            last.PassQuantity(lane, to);
            (cursor.End, cursor.EndPart) = (last.Levels, last.Part);
        }

        cursor.PassQuantity(lane, lane.Terms.From);
        return cursor;
    }

    public readonly Ratio QuantityOf(Lane lane)
    {
        var whole = new Ratio(Quantity, BigPowersOfTen.Of(lane.Market.Book.QuantityScale));
        return Part.IsZero ? whole : whole + Part;
    }

    /// <summary>The book amount of that quantity, in quote before fees.</summary>
    public readonly Ratio AmountOf(Lane lane)
    {
        var whole = new Ratio(Amount, BigPowersOfTen.Of(lane.AmountScale));
        return Part.IsZero ? whole : whole + Part * lane.PriceOf(Levels);
    }

    /// <summary>What may still be taken of the next level, in base; 0 at the end.</summary>
    public readonly Ratio Available(Lane lane) => (Levels < End ? lane.QuantityOf(Levels) : EndPart) - Part;

    public readonly bool IsAtEnd => Levels == End && Part >= EndPart;

    /// <summary>Number of levels taken from, including a partial last one.</summary>
    public readonly int LevelsUsed => Part.IsZero ? Levels : Levels + 1;

    public void TakeLevel(Lane lane)
    {
        var (price, quantity) = (lane.Ladder.Prices[Levels], lane.Ladder.Quantities[Levels]);
        Amount += (UInt128)price * (UInt128)quantity;
        Quantity += (UInt128)quantity;
        Levels++;
        Part = Ratio.Zero;
    }

    /// <summary>Returns the last whole level, and the part taken of the next one.</summary>
    public void ReturnLevel(Lane lane)
    {
        Levels--;
        var (price, quantity) = (lane.Ladder.Prices[Levels], lane.Ladder.Quantities[Levels]);
        Amount -= (UInt128)price * (UInt128)quantity;
        Quantity -= (UInt128)quantity;
        Part = Ratio.Zero;
    }

    /// <summary>Moves to an order quantity at any distance; limited by the ladder's end.</summary>
    public void MoveTo(Lane lane, Ratio quantity)
    {
        Part = Ratio.Zero;
        while (Levels > 0 && QuantityOf(lane) > quantity)
        {
            ReturnLevel(lane);
        }

        PassQuantity(lane, quantity);
    }

    private void PassQuantity(Lane lane, Ratio quantity)
    {
        var left = quantity - QuantityOf(lane);
        while (Levels < lane.Ladder.Count && lane.QuantityOf(Levels) is var level && level <= left)
        {
            left -= level;
            TakeLevel(lane);
        }

        Part = Levels < lane.Ladder.Count && left.IsPositive ? left : Ratio.Zero;
    }
}
