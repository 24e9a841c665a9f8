namespace OrderBookSilo.Core.Egress;

/// <summary>How fast the first attempts of one venue's markets may begin: within its budget, and no faster than a silo can work.</summary>
/// <param name="WeightPerMinute">The venue's budget; 0 for none.</param>
/// <param name="WeightPerBook">What one book costs of it.</param>
public sealed record VenuePace(int WeightPerMinute, int WeightPerBook)
{
    private const double BooksPerSecondMax = 50;

    private const double BudgetShare = 1 - VenueBudget.RetryShare;

    /// <summary>The time over which so many first attempts are spread.</summary>
    public TimeSpan TimeFor(int markets)
    {
        // A minute's budget may be used at once.
        var minutes = WeightPerMinute == 0 ? 0 : (double)markets * WeightPerBook / (WeightPerMinute * BudgetShare);
        var seconds = markets / BooksPerSecondMax;
        return TimeSpan.FromSeconds(minutes <= 1 ? seconds : Math.Max(seconds, minutes * 60));
    }
}
