using System.Numerics;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Costs;

/// <summary>What a walk took from a ladder; the average is unrounded and null when nothing was taken.</summary>
internal readonly record struct Filled(Exact Amount, Exact Quantity, Ratio? Average, Exact? WorstPrice, int Levels)
{
    /// <summary>Whole levels with this total amount and quantity, as integers at the given scales.</summary>
    public static Filled Whole(UInt128 amount, int amountScale, UInt128 quantity, int quantityScale, Exact? worstPrice, int levels)
    {
        var exactAmount = Exact.FromScaled((Int128)amount, amountScale);
        var exactQuantity = Exact.FromScaled((Int128)quantity, quantityScale);
        return new Filled(exactAmount, exactQuantity, levels == 0 ? null : Ratio.Of(exactAmount, exactQuantity), worstPrice, levels);
    }

    /// <summary>
    /// Adds the part of one more level that this amount buys. Only the quantity is rounded, down; the average is exact: (amount
    /// + rest) ÷ (quantity + rest ÷ price).
    /// </summary>
    public Filled ThenAmount(Exact rest, Exact price)
    {
        var scale = Math.Max(Math.Max(Amount.Scale, rest.Scale), Quantity.Scale + price.Scale);
        var amount = (Amount + rest).AtScale(scale);
        var quantityAtPrice = BigPowersOfTen.Times(Quantity.Mantissa, scale - Quantity.Scale - price.Scale) * price.Mantissa;
        var average = new Ratio(
            (BigInteger)amount * price.Mantissa,
            BigPowersOfTen.Times(quantityAtPrice + rest.AtScale(scale), price.Scale));
        return new Filled(Amount + rest, Quantity + Exact.Divide(rest, price, MidpointRounding.ToZero), average, price, Levels + 1);
    }

    /// <summary>Adds this quantity of one more level; its amount is exact.</summary>
    public Filled ThenQuantity(Exact rest, Exact price)
    {
        var (amount, quantity) = (Amount + rest * price, Quantity + rest);
        return new Filled(amount, quantity, Ratio.Of(amount, quantity), price, Levels + 1);
    }
}
