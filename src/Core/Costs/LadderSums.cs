using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Costs;

/// <summary>The totals of a ladder at regular positions: computed in one pass, so that many walks can skip its levels.</summary>
internal sealed class LadderSums
{
    private const int PlacesMax = 128;

    private readonly Place[] places;
    private readonly int stride;

    private LadderSums(Place[] places, int stride) => (this.places, this.stride) = (places, stride);

    public static LadderSums Of(Ladder ladder)
    {
        var stride = ladder.Count / PlacesMax + 1;
        var places = new Place[ladder.Count / stride + 1];
        var cursor = new LadderCursor(ladder);
        for (var i = 1; i < places.Length; i++)
        {
            cursor.PassTo(i * stride);
            places[i] = new Place(cursor.Levels, cursor.Amount, cursor.Quantity);
        }

        return new LadderSums(places, stride);
    }

    /// <summary>The last position up to which the amount stays within a limit.</summary>
    public Place WithinAmount(UInt128 limit)
    {
        var (low, high) = (0, places.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = places[middle].Amount <= limit ? (middle, high) : (low, middle - 1);
        }

        return places[low];
    }

    /// <summary>The last position up to which the quantity stays within a limit.</summary>
    public Place WithinQuantity(UInt128 limit)
    {
        var (low, high) = (0, places.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = places[middle].Quantity <= limit ? (middle, high) : (low, middle - 1);
        }

        return places[low];
    }

    /// <summary>The last position at or before this number of levels.</summary>
    public Place Within(int levels) => places[levels / stride];

    /// <summary>A number of levels and their totals at the ladder's scales.</summary>
    internal readonly record struct Place(int Levels, UInt128 Amount, UInt128 Quantity);
}

/// <summary>The sums of both ladders of a book; null where levels are passed one by one.</summary>
internal readonly record struct BookSums(LadderSums? Bids, LadderSums? Asks)
{
    public static readonly BookSums None = new(null, null);

    public static BookSums Of(OrderBook book) => new(LadderSums.Of(book.Bids), LadderSums.Of(book.Asks));
}
