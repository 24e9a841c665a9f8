using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits;

/// <summary>
/// Whether markets under one name can be the same asset: docs/splits.md, One name, two coins. A market is believed when its price
/// is within a distance of the median of the others, and only when the believed ones are a majority. Of an even number of others
/// either of the two in the middle will do, so that one wrong price among three does not condemn the right ones.
/// </summary>
internal static class PriceAgreement
{
    /// <summary>The indexes of the markets that are not believed.</summary>
    /// <param name="prices">In one currency; null is unknown, and believed.</param>
    /// <param name="distanceMax">As a fraction of the median.</param>
    public static IReadOnlySet<int> FindApart(IReadOnlyList<ComparedPrice?> prices, Exact distanceMax)
    {
        var apart = prices.Index().Where(own => own.Item is { } price && !IsNear(price, OthersOf(prices, own.Index), distanceMax))
            .Select(own => own.Index).ToHashSet();
        var judges = prices.Index().Where(price => price.Item is { IsMid: true }).Select(price => price.Index).ToList();
        var believed = judges.Count(judge => !apart.Contains(judge));
        return judges.Count == 0 || believed * 2 > judges.Count ? apart : [.. prices.Index().Where(price => price.Item is not null).Select(price => price.Index)];
    }

    private static List<Ratio> OthersOf(IReadOnlyList<ComparedPrice?> prices, int index) =>
        [.. prices.Where((price, i) => i != index && price is { IsMid: true }).Select(price => price!.Value.Price).Order()];

    private static bool IsNear(ComparedPrice own, List<Ratio> others, Exact distanceMax) =>
        others.Count == 0 || IsNotFarBelow(own.Price, others[(others.Count - 1) / 2], distanceMax) && IsNotFarAbove(own.Price, others[others.Count / 2], distanceMax);

    private static bool IsNotFarBelow(Ratio price, Ratio median, Exact distanceMax) => median - price <= median * (Ratio)distanceMax;

    private static bool IsNotFarAbove(Ratio price, Ratio median, Exact distanceMax) => price - median <= median * (Ratio)distanceMax;
}

/// <summary>A market's price in the currency of the comparison.</summary>
/// <param name="IsMid">Whether it is a mid. The price of a book with one side is compared with the others, but they are not compared with it.</param>
internal readonly record struct ComparedPrice(Ratio Price, bool IsMid)
{
    public static ComparedPrice? Of(OrderBook book, Ratio rate) => (book.Mid ?? book.BestBid ?? book.BestAsk) is { } price
        ? new ComparedPrice(price * rate, book.Mid is not null)
        : null;
}
