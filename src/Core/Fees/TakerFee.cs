using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Fees;

/// <summary>What a taker fee is deducted from.</summary>
public enum FeeIn
{
    /// <summary>From the quote currency: a buy pays it on top, a sell receives less.</summary>
    Quote,

    /// <summary>From what is received: a buy gets less base, a sell gets less quote.</summary>
    Received,
}

/// <summary>What determines an order's rate. docs/metrics.md 2.4.</summary>
public enum FeeBasis
{
    /// <summary>The trader's volume of the last 30 days: one rate for this order, whatever its size.</summary>
    TrailingVolume,

    /// <summary>This order's amount, slice by slice: each slice pays the rate of its bracket.</summary>
    OrderMarginal,

    /// <summary>This order's amount as a whole: all of it pays the rate of the bracket that it ends in.</summary>
    OrderSlab,
}

/// <summary>A rate that applies from this amount of the order on, in quote before fees; a fraction, 0.006 for 60 bps.</summary>
public readonly record struct FeeBracket(Exact From, Exact Rate);

/// <summary>The taker fee that one order pays on one market. docs/metrics.md 1, all-in price; 2.4.</summary>
public sealed record TakerFee
{
    /// <summary>Maximum number of decimals of a rate.</summary>
    public const int RateScaleMax = 9;

    private TakerFee(FeeIn feeIn, FeeBasis basis, IReadOnlyList<FeeBracket> brackets) => (In, Basis, Brackets) = (feeIn, basis, brackets);

    public static TakerFee None { get; } = Flat(Exact.Zero, FeeIn.Quote);

    public FeeIn In { get; }

    public FeeBasis Basis { get; }

    /// <summary>In ascending order, the first from 0.</summary>
    public IReadOnlyList<FeeBracket> Brackets { get; }

    /// <summary>Whether one rate applies to orders of any size.</summary>
    public bool IsFlat => Brackets.Count == 1;

    /// <summary>One rate for every order; throws unless it is at least 0, below 1 and has at most <see cref="RateScaleMax"/> decimals.</summary>
    public static TakerFee Flat(Exact rate, FeeIn feeIn) =>
        new(feeIn, FeeBasis.TrailingVolume, [new FeeBracket(Exact.Zero, Checked(rate))]);

    /// <summary>Rates by this order's amount; throws unless the brackets ascend from 0. The fee is taken in quote.</summary>
    public static TakerFee ByOrder(FeeBasis basis, IReadOnlyList<FeeBracket> brackets)
    {
        if (basis == FeeBasis.TrailingVolume)
        {
            throw new ArgumentException("a trailing volume gives one rate, not brackets of an order", nameof(basis));
        }

        var ascends = brackets.Count > 0 && brackets[0].From.IsZero
            && brackets.Zip(brackets.Skip(1)).All(pair => pair.First.From < pair.Second.From);
        return ascends
            ? new TakerFee(FeeIn.Quote, basis, [.. brackets.Select(bracket => bracket with { Rate = Checked(bracket.Rate) })])
            : throw new ArgumentException("the brackets of a fee must ascend from 0", nameof(brackets));
    }

    /// <summary>Whether a number is a valid rate: at least 0, below 1, with at most <see cref="RateScaleMax"/> decimals.</summary>
    public static bool IsRate(Exact rate) => rate >= Exact.Zero && rate < Exact.One && rate.Scale <= RateScaleMax;

    /// <summary>The fee on an amount of quote before fees, exact.</summary>
    public Exact On(Exact amount)
    {
        var fee = Exact.Zero;
        for (var i = 0; i < Brackets.Count && (i == 0 || amount >= Brackets[i].From); i++)
        {
            fee = Basis == FeeBasis.OrderMarginal
                ? fee + (Least(amount, i) - Brackets[i].From) * Brackets[i].Rate
                : amount * Brackets[i].Rate;
        }

        return fee;
    }

    private Exact Least(Exact amount, int bracket) =>
        bracket + 1 < Brackets.Count && Brackets[bracket + 1].From < amount ? Brackets[bracket + 1].From : amount;

    private static Exact Checked(Exact rate) =>
        IsRate(rate)
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), $"{rate} is not a fee: a fraction from 0 to 1 of at most {RateScaleMax} decimals");
}
