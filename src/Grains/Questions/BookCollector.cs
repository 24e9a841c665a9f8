using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Registry;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// Collects the latest books of several markets, those of a pair or of an asset, all at once. No market can hold up the others: one that is
/// missing, slow, failing or stale is excluded with the reason.
/// </summary>
public sealed partial class BookCollector(
    KnownMarkets known, BookClient latest, SplitPlanner planner, ClockOffset clock, TimeProvider time, ILogger<BookCollector> log)
{
    /// <summary>Time limit for all the markets of a pair together.</summary>
    public static readonly TimeSpan AskTimeMax = TimeSpan.FromSeconds(3);

    private const int CallsAtOnce = 64;

    /// <summary>The pair's books that can be traded and compared. Throws only when there is no list of markets.</summary>
    public async Task<CollectedBooks> CollectAsync(Pair pair)
    {
        var collected = await CollectAsync((await known.GetAsync(CancellationToken.None)).OfPair(pair), planner.Settings.AgeMax);
        var trading = collected.Without(book => SplitPlanner.ReasonNotToTrade(book.Rules.Status, book.IsFrozen));
        var apart = planner.FindApart([.. trading.Books.Select(book => new PricedBook(book.Book, Ratio.One, book.ReceivedAt))])
            .Select(index => trading.Books[index].Market).ToHashSet();
        return trading.Without(book => apart.Contains(book.Market) ? SplitExclusion.PriceApart : null);
    }

    /// <summary>Those books of these markets that are no older than this.</summary>
    public async Task<CollectedBooks> CollectAsync(IReadOnlyList<MarketListing> listings, TimeSpan ageMax)
    {
        using var deadline = new Deadline(AskTimeMax, time);
        using var calls = new SemaphoreSlim(CallsAtOnce);
        var collected = await Task.WhenAll([.. listings.Select(listing => AskAsync(listing, ageMax, calls, deadline.Token))]);
        return new CollectedBooks(
            clock.Now,
            [.. collected.Select(answer => answer.Book).OfType<MarketBook>()],
            [.. collected.Where(answer => answer.Book is null).Select(answer => new MarketExclusion(answer.Market, answer.Reason))]);
    }

    private async Task<CollectedBook> AskAsync(MarketListing listing, TimeSpan ageMax, SemaphoreSlim calls, CancellationToken deadline)
    {
        var market = Market.Parse(listing.Market);
        if (!listing.Active)
        {
            return new CollectedBook(market, null, SplitExclusion.Stopped);
        }

        try
        {
            await calls.WaitAsync(deadline);
            try
            {
                return await AskAsync(market, ageMax, deadline);
            }
            finally
            {
                calls.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return new CollectedBook(market, null, SplitExclusion.NoAnswer);
        }
        catch (Exception e)
        {
            LogNoAnswer(e, market);
            return new CollectedBook(market, null, SplitExclusion.NoAnswer);
        }
    }

    private async Task<CollectedBook> AskAsync(Market market, TimeSpan ageMax, CancellationToken deadline)
    {
        var book = await latest.FindAsync(market, deadline);
        return book is null ? new CollectedBook(market, null, SplitExclusion.NoBook)
            : FindReason(book, ageMax) is { } reason ? new CollectedBook(market, null, reason)
            : new CollectedBook(market, book, default);
    }

    private SplitExclusion? FindReason(MarketBook book, TimeSpan ageMax) =>
        clock.Now.AgeOf(book.ReceivedAt) is not { } age || SplitSettings.IsClockOff(book.Book.VenueTime, book.ReceivedAt) ? SplitExclusion.Clock
        : age > ageMax ? SplitExclusion.Stale
        : null;

    [LoggerMessage(1401, LogLevel.Warning, "Could not get the book of {Market} for its pair")]
    private partial void LogNoAnswer(Exception e, Market market);

    private readonly record struct CollectedBook(Market Market, MarketBook? Book, SplitExclusion Reason);
}
