using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Support;

/// <summary>Arbitrary valid values for tests that are about something else.</summary>
public static class Some
{
    public static readonly DateTimeOffset Hour = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    public static readonly TimeSpan SlotLength = TimeSpan.FromHours(1);

    public static readonly Market Market = Market.Parse("coinbase:BTC-USD");

    /// <summary>The slot this many hours after <see cref="Hour"/>.</summary>
    public static Slot Slot(int hours = 0) => Core.Schedule.Slot.Containing(Hour.AddHours(hours), SlotLength);

    /// <summary>A capture of these bytes, requested 2.25 s into its slot (plus the delay) and received half a second later.</summary>
    public static Capture Capture(string body = "{}", Market? market = null, Slot? slot = null, TimeSpan delay = default)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var of = slot ?? Slot();
        var requested = of.Start + TimeSpan.FromMilliseconds(2250) + delay;
        return new Capture(
            market ?? Market, of, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)), requested, requested.AddMilliseconds(500),
            "https://venue.test/book", 200, 1);
    }

    /// <summary>A book with levels in the form <c>price x quantity</c>, best first: <c>Book("99x1 98x2", "101x1")</c>.</summary>
    public static OrderBook Book(string bids = "99x1 98x2", string asks = "101x1 102x3", bool isWhole = true)
    {
        using var bidColumns = Columns(bids);
        using var askColumns = Columns(asks);
        return OrderBook.Create(bidColumns, askColumns, new BookFacts(LevelSorting.Sorted, isWhole, 42, Hour.AddSeconds(1))).Value;
    }

    /// <summary>A snapshot of a book, without computed facts unless given.</summary>
    public static Snapshot Snapshot(
        OrderBook? book = null, Capture? capture = null, IReadOnlyList<WalkFills>? walks = null, IReadOnlyList<DepthBand>? depth = null)
    {
        var of = capture ?? Capture();
        return new Snapshot(
            of, ArchiveKey(of), book ?? Book(), depth ?? [], [.. (walks ?? []).Select(walk => walk.Cost)], walks ?? [], FillsLeftOut: false);
    }

    public static string ArchiveKey(Capture capture) => string.Create(
        CultureInfo.InvariantCulture, $"raw/{capture.Market.Venue}/{capture.Market.Product}/{capture.Slot}-{capture.Sha256[..16]}");

    /// <summary>A complete walk that took these levels, written like a book's; its totals are those of the fills.</summary>
    public static WalkFills Walk(Side side, Exact orderSize, string taken, FillPolicy policy = FillPolicy.Exact, MetricReason? reason = null)
    {
        var fills = Parse(taken).Select((level, i) => new Fill(i + 1, level.Price, level.Quantity, level.Price * level.Quantity)).ToList();
        var amount = fills.Aggregate(Exact.Zero, (sum, fill) => sum + fill.Amount);
        var quantity = fills.Aggregate(Exact.Zero, (sum, fill) => sum + fill.Quantity);
        var cost = new Cost(
            side, orderSize, policy, reason is null, reason, amount, reason is null ? orderSize - amount : null, quantity,
            fills.Count == 0 ? null : Exact.Divide(amount, quantity, MidpointRounding.ToEven), fills.Count == 0 ? null : fills[^1].Price,
            reason is null ? 1.5 : null, reason is null ? 0.5 : null, fills.Count);
        return new WalkFills(cost, fills);
    }

    /// <summary>A failed attempt, requested at this time into its slot and ended three seconds later.</summary>
    public static FailedPull Failure(FailureKind kind, Market? market = null, Slot? slot = null, TimeSpan at = default, string message = "no", int? status = null)
    {
        var requested = (slot ?? Slot()).Start + at;
        return new FailedPull(market ?? Market, slot ?? Slot(), requested, requested.AddSeconds(3), new PullFailure(kind, message, status));
    }

    /// <summary>An online product with these steps.</summary>
    public static Product Product(string symbol = "BTC-USD", string pair = "BTC/USD", string? quantityStep = "0.00000001") => new(
        symbol, new Pair(new Asset(pair.Split('/')[0]), new Asset(pair.Split('/')[1])), ProductStatus.Online,
        Exact.Parse("0.01"), quantityStep is null ? null : Exact.Parse(quantityStep), null, 1, 500, null);

    public static LevelColumns Columns(string levels)
    {
        var columns = new LevelColumns();
        foreach (var (price, quantity) in Parse(levels))
        {
            columns.Prices.TryAdd(price.Mantissa, price.Scale);
            columns.Quantities.TryAdd(quantity.Mantissa, quantity.Scale);
        }

        return columns;
    }

    private static IEnumerable<Level> Parse(string levels) =>
        levels.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(level => level.Split('x'))
            .Select(level => new Level(Exact.Parse(level[0]), Exact.Parse(level[1])));
}
