namespace OrderBookSilo.Core.Egress;

/// <summary>How fast the first attempts of one venue's markets may start: within its budget and a silo's capacity.</summary>
/// <param name="WeightPerMinute">The venue's budget; 0 for none.</param>
/// <param name="WeightPerBook">The weight of one book request.</param>
public sealed record VenuePace(int WeightPerMinute, int WeightPerBook)
{
    private const double BooksPerSecondMax = 50;

    private const double BudgetShare = 1 - VenueBudget.LowerShare;

    /// <summary>The time over which the first attempts of this many markets are spread.</summary>
    public TimeSpan TimeFor(int markets)
    {
        // A minute's budget may be used all at once.
        var minutes = WeightPerMinute == 0 ? 0 : (double)markets * WeightPerBook / (WeightPerMinute * BudgetShare);
        var seconds = markets / BooksPerSecondMax;
        return TimeSpan.FromSeconds(minutes <= 1 ? seconds : Math.Max(seconds, minutes * 60));
    }
}
