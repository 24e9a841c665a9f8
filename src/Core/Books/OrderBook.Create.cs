using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Books;

/// <summary>The only way to create a book: every check is made here once and relied on everywhere else.</summary>
public sealed partial class OrderBook
{
    /// <summary>A book of these levels, or the defect that prevents it. The caller keeps ownership of the columns.</summary>
    public static Outcome<OrderBook> Create(LevelColumns bids, LevelColumns asks, BookFacts facts)
    {
        var priceScale = Math.Max(bids.Prices.DecimalsUsed, asks.Prices.DecimalsUsed);
        var quantityScale = Math.Max(bids.Quantities.DecimalsUsed, asks.Quantities.DecimalsUsed);
        if (!new LadderBuilder("bid", IsAscending: false, priceScale, quantityScale).Build(bids, facts).TryGet(out var bidLadder, out var failure)
            || !new LadderBuilder("ask", IsAscending: true, priceScale, quantityScale).Build(asks, facts).TryGet(out var askLadder, out failure))
        {
            return failure;
        }

        var book = new OrderBook(bidLadder, askLadder, priceScale, quantityScale, facts.Sequence, facts.VenueTime);
        return book.FindDefect() is { } defect ? defect : book;
    }

    /// <summary>A book of ladders that are already sorted and positive; null when they do not form a valid book.</summary>
    internal static OrderBook? Restore(Ladder bids, Ladder asks, int priceScale, int quantityScale, long? sequence, DateTimeOffset? venueTime)
    {
        if (LadderRange.FindExcess(bids, priceScale, quantityScale) is not null || LadderRange.FindExcess(asks, priceScale, quantityScale) is not null)
        {
            return null;
        }

        var book = new OrderBook(bids, asks, priceScale, quantityScale, sequence, venueTime);
        return book.FindDefect() is null ? book : null;
    }

    private PullFailure? FindDefect()
    {
        if (Bids.Count == 0 && Asks.Count == 0)
        {
            return new PullFailure(FailureKind.Empty, "both sides of the book are empty");
        }

        return Bids.Count > 0 && Asks.Count > 0 && Bids.Prices[0] >= Asks.Prices[0]
            ? new PullFailure(FailureKind.Crossed, $"best bid {BestBid} is not below best ask {BestAsk}")
            : null;
    }
}
