namespace OrderBookSilo.Soak;

public sealed class SlopeTests
{
    private const int Step = 5;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(-3)]
    public void Periodic_changes_are_not_growth(double perSecond) =>
        Assert.Equal(perSecond, Of(seconds => (seconds * perSecond) + (seconds % 60 < 20 ? 500 : 0)), 9);

    [Fact]
    public void A_minority_of_outliers_changes_nothing() =>
        Assert.Equal(2, Of(seconds => (seconds * 2) + (seconds is 55 or 100 or 230 ? 1e6 : 0)), 9);

    private static double Of(Func<double, double> value) =>
        Slope.Of([.. Enumerable.Range(0, 60).Select(i => (TimeSpan.FromSeconds(i * Step), value(i * Step)))], Period, TimeSpan.FromSeconds(1));
}
