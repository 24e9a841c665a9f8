using System.Text;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Books;

/// <summary>Books from a line of text: <c>BookOf.Text("10 1, 9.5 2", "11 0.5")</c> has two bids and an ask.</summary>
internal static class BookOf
{
    public const LevelSorting Strict = LevelSorting.Sorted | LevelSorting.Aggregated;

    public static OrderBook Text(string bids, string asks, bool isWhole = true) => Create(bids, asks, new BookFacts(Strict, isWhole)).Value;

    public static Outcome<OrderBook> Create(string bids, string asks, BookFacts facts)
    {
        using var bidColumns = Columns(bids);
        using var askColumns = Columns(asks);
        return OrderBook.Create(bidColumns, askColumns, facts);
    }

    public static PullFailure Defect(string bids, string asks, LevelSorting order = Strict) =>
        Create(bids, asks, new BookFacts(order, IsWhole: true)).Failure ?? throw new InvalidOperationException("that is a book");

    /// <summary>The levels of a ladder in the same form.</summary>
    public static string Show(OrderBook book, Ladder ladder) =>
        string.Join(", ", Enumerable.Range(0, ladder.Count).Select(i => $"{book.LevelOf(ladder, i).Price} {book.LevelOf(ladder, i).Quantity}"));

    private static LevelColumns Columns(string levels)
    {
        var columns = new LevelColumns();
        foreach (var level in levels.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var numbers = level.Split(' ');
            Add(columns.Prices, numbers[0]);
            Add(columns.Quantities, numbers[1]);
        }

        return columns;
    }

    private static void Add(DecimalColumn column, string number)
    {
        Assert.Null(DecimalText.Read(Encoding.ASCII.GetBytes(number), out var mantissa, out var decimals));
        Assert.True(column.TryAdd(mantissa, decimals));
    }
}
