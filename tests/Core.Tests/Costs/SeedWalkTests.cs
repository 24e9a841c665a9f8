using System.Globalization;
using System.Text.Json.Nodes;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Tests.Books;
using OrderBookSilo.Core.Tests.Oracle;

namespace OrderBookSilo.Core.Tests.Costs;

public sealed class SeedWalkTests
{
    [Fact]
    public void A_level_that_overshoots_is_skipped_in_favour_of_a_worse_one_like_in_the_prototype()
    {
        var book = BookOf.Text("", "60000 2, 60010 0.5, 60500 1.1");
        var cost = Walk.ByAmount(book, Side.Buy, 100_000, FillPolicy.Seed);
        Assert.Equal((false, MetricReason.Shallow, 2), (cost.Complete, cost.Reason, cost.Levels));
        Assert.Equal(96_555, cost.FilledAmount);
        Assert.Equal(Exact.Parse("1.6"), cost.Quantity);
        Assert.Equal(Exact.Parse("60346.875"), cost.AveragePrice);
        Assert.Equal([2, 3], Walk.Fills(book, cost).Select(fill => fill.Position));
    }

    /// <summary>Python 3: round(1.005, 2) is 1.0, round(2.675, 2) is 2.67, round(0.125, 2) is 0.12, round(0.375, 2) is 0.38.</summary>
    [Theory]
    [InlineData("1.005", "1")]
    [InlineData("2.675", "2.67")]
    [InlineData("0.125", "0.12")]
    [InlineData("0.375", "0.38")]
    [InlineData("0.005", "0.01")]
    [InlineData("0.004999", "0")]
    [InlineData("2251799813685249.5", "2251799813685249.5")]
    [InlineData("90071992547409.925", "90071992547409.92")]
    public void Amounts_are_rounded_like_Pythons_round(string amount, string expected)
    {
        var book = BookOf.Text("", $"{amount} 1");
        var cost = Walk.ByAmount(book, Side.Buy, Exact.Parse("9007199254740993"), FillPolicy.Seed);
        Assert.Equal(Exact.Parse(expected), cost.FilledAmount);
    }

    [Fact]
    public void A_level_that_overshoots_by_at_most_one_ends_the_walk()
    {
        var one = Walk.ByAmount(BookOf.Text("", "50 1, 51 1, 52 1"), Side.Buy, 100, FillPolicy.Seed);
        Assert.Equal((true, 2, -1), (one.Complete, one.Levels, one.Unspent!.Value));
        var more = Walk.ByAmount(BookOf.Text("", "50 1, 51.01 1, 52 1"), Side.Buy, 100, FillPolicy.Seed);
        Assert.Equal((false, 1), (more.Complete, more.Levels));
        var none = Walk.ByAmount(BookOf.Text("", "50 2, 51 1"), Side.Buy, 100, FillPolicy.Seed);
        Assert.Equal((true, 1, Exact.Zero), (none.Complete, none.Levels, none.Unspent!.Value));
    }

    [Fact]
    public void Any_selection_equals_Pythons_exactly()
    {
        Python.Require();
        var cases = Enumerable.Range(0, 3_000).Select(seed => RandomCase(new Random(seed))).ToList();
        var answers = Python.Ask("seed", Python.ArrayOf(cases.Select(Request))).AsArray();
        for (var i = 0; i < cases.Count; i++)
        {
            var cost = Walk.ByAmount(cases[i].Book, Side.Buy, cases[i].Size, FillPolicy.Seed);
            var fills = Walk.Fills(cases[i].Book, cost);
            Assert.Equal(answers[i]![0]!.GetValue<bool>(), cost.Complete);
            var expected = answers[i]![1]!.AsArray().Select(fill => (fill![0]!.GetValue<int>(), double.Parse(fill[1]!.GetValue<string>(), CultureInfo.InvariantCulture)));
            Assert.Equal(expected, fills.Select(fill => (fill.Position, double.Parse(fill.Amount.ToString(), CultureInfo.InvariantCulture))));
        }
    }

    private static (OrderBook Book, Exact Size) RandomCase(Random random)
    {
        var levels = new List<string>();
        var (priceScale, quantityScale) = (random.Next(0, 6), random.Next(0, 9));
        var price = random.NextInt64(1, (long)Math.Pow(10, random.Next(1, 9)));
        for (var i = random.Next(1, 30); i > 0; i--)
        {
            price += random.NextInt64(1, 1000);
            levels.Add($"{Exact.FromScaled(price, priceScale)} {Exact.FromScaled(random.NextInt64(1, (long)Math.Pow(10, random.Next(1, 10))), quantityScale)}");
        }

        var book = BookOf.Text("", string.Join(", ", levels));
        var whole = Walk.ByAmount(book, Side.Buy, Exact.Parse("1000000000000000000"));
        var share = random.Next(4) == 0 ? 1 : random.NextDouble();
        var size = Exact.Parse(Math.Max(0.01, whole.FilledAmount.ToDouble() * share).ToString("F2", CultureInfo.InvariantCulture));
        return (book, size);
    }

    private static JsonObject Request((OrderBook Book, Exact Size) one) => new()
    {
        ["size"] = one.Size.ToString(),
        ["levels"] = Python.ArrayOf(Enumerable.Range(0, one.Book.Asks.Count).Select(i => one.Book.LevelOf(one.Book.Asks, i))
            .Select(level => new JsonArray(level.Price.ToString(), level.Quantity.ToString()))),
    };
}
