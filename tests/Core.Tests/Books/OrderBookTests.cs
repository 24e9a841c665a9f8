using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Books;

public sealed class OrderBookTests
{
    [Fact]
    public void Levels_are_sorted_when_the_venue_does_not_guarantee_order()
    {
        var book = BookOf.Create("9 1, 10 2, 8 3", "12 1, 11 2, 13 3", new BookFacts(LevelSorting.Aggregated, IsWhole: true)).Value;
        Assert.Equal("10 2, 9 1, 8 3", BookOf.Show(book, book.Bids));
        Assert.Equal("11 2, 12 1, 13 3", BookOf.Show(book, book.Asks));
    }

    [Fact]
    public void Levels_are_aggregated_when_the_venue_does_not_guarantee_it()
    {
        var book = BookOf.Create("10 1, 9 2, 10 0.5", "11 2", new BookFacts(LevelSorting.None, IsWhole: false)).Value;
        Assert.Equal("10 1.5, 9 2", BookOf.Show(book, book.Bids));
        Assert.Equal((false, false), (book.Bids.IsWhole, book.Asks.IsWhole));
    }

    [Theory]
    [InlineData("9 1, 10 2", LevelSorting.Sorted | LevelSorting.Aggregated, FailureKind.Unsorted)]
    [InlineData("9 1, 10 2", LevelSorting.Sorted, FailureKind.Unsorted)]
    [InlineData("10 1, 10 2", LevelSorting.Sorted | LevelSorting.Aggregated, FailureKind.DuplicatePrice)]
    [InlineData("10 1, 9 1, 10 2", LevelSorting.Aggregated, FailureKind.DuplicatePrice)]
    [InlineData("10 9223372036854775807, 10 9223372036854775807", LevelSorting.Sorted, FailureKind.OutOfRange)]
    public void The_venues_guarantees_are_checked(string bids, LevelSorting promised, FailureKind kind) =>
        Assert.Equal(kind, BookOf.Defect(bids, "", promised).Kind);

    [Fact]
    public void A_defect_is_found_at_any_depth()
    {
        for (var at = 1; at < 40; at++)
        {
            var prices = Enumerable.Range(1, 40).ToArray();
            prices[at] = prices[at - 1];
            var defect = BookOf.Defect("", string.Join(", ", prices.Select(price => $"{price} 1")));
            Assert.Equal((FailureKind.DuplicatePrice, $"ask level {at + 1}: price {at} occurs twice"), (defect.Kind, defect.Message));
            var descending = BookOf.Defect(string.Join(", ", prices.Reverse().Select(price => $"{price} 1")), "");
            Assert.Equal((FailureKind.DuplicatePrice, $"bid level {41 - at}: price {at} occurs twice"), (descending.Kind, descending.Message));
            var zero = BookOf.Defect("", string.Join(", ", Enumerable.Range(1, 40).Select(price => $"{price} {(price == at ? 0 : 1)}")));
            Assert.Equal((FailureKind.NotPositive, $"ask level {at}: price {at} has quantity 0"), (zero.Kind, zero.Message));
        }
    }

    [Fact]
    public void The_scales_are_the_largest_number_of_decimals_used()
    {
        var book = BookOf.Text("10.50 1", "11 0.10, 12.125 3");
        Assert.Equal((3, 1), (book.PriceScale, book.QuantityScale));
        Assert.Equal(Exact.Parse("10.75"), book.Mid);
    }

    [Fact]
    public void A_ladder_beyond_the_range_of_a_total_is_rejected_and_one_just_within_is_accepted()
    {
        Assert.Equal(FailureKind.OutOfRange, BookOf.Defect("", "1 5000000000000000000, 2 5000000000000000000").Kind);
        Assert.Equal(2, BookOf.Text("", "1 4000000000000000000, 1.25 4000000000000000000").Asks.Count);
    }
}
