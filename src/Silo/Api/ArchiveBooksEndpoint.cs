using System.Globalization;
using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/archive/days</c> and <c>/api/archive/books</c>: the archived books, a market's day at a time.</summary>
internal static class ArchiveBooksEndpoint
{
    private const int DaysMax = 1000;
    private const string DayFormat = "yyyy-MM-dd";
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/archive/days", DaysAsync)
            .WithSummary("The days of which there is something in the archive, a part in each call.")
            .WithDescription($"Query: from=, to= (every UTC day that the range touches), markets= (with commas; default all), after= (as the last answer said). At most {DaysMax} days.")
            .Produces<ArchiveDaysView>();
        routes.MapGet("/api/archive/books", BooksAsync)
            .WithSummary("The books of one market's slots of one UTC day, as JSON lines.")
            .WithDescription("Query: market=, date=. Of each slot the book that its facts name, else the earliest valid one. A line is a book or a finding; the last one is end.")
            .Produces<ArchiveBooksLine>(contentType: JsonLines<ArchiveBooksLine>.MediaType);
    }

    private static async Task<IResult> DaysAsync(HttpRequest request, DayBooks books, IWarehouse warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query) { TextLengthMax = ArchiveQuery.TextLengthMax };
        query.Only("from", "to", "markets", "after");
        var (from, to) = RecordsEndpoint.Range(query, time);
        var after = After(query);
        var markets = await ArchiveQuery.MarketsAsync(query, warehouse, cancel);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var (started, days) = (time.GetTimestamp(), new List<ArchiveDayView>());
        foreach (var (market, day) in markets.Where(IsReadable).SelectMany(market => Days.Of(from, to).Select(day => (market, day))))
        {
            if (after is var (doneMarket, doneDay) && string.CompareOrdinal($"{market}", $"{doneMarket}") is var order && (order < 0 || (order == 0 && day <= doneDay)))
            {
                continue;
            }

            days.AddRange(await books.FindAsync(market, day, cancel) is { } evidence ? [ArchiveViews.Of(evidence)] : []);
            if (days.Count == DaysMax || time.GetElapsedTime(started) > TimeMax)
            {
                return Results.Ok(new ArchiveDaysView(days, $"{market}@{day.ToString(DayFormat, CultureInfo.InvariantCulture)}"));
            }
        }

        return Results.Ok(new ArchiveDaysView(days, ContinueAfter: null));
    }

    private static async Task<IResult> BooksAsync(HttpRequest request, DayBooks books, ArchiveWorkLimit limit, PullActivity pulls, CancellationToken cancel)
    {
        var query = new Query(request.Query);
        query.Only("market", "date");
        if (!Market.TryParse(query.Text("market"), out var market) || !IsReadable(market))
        {
            query.Wrong($"market must be venue:product of a known venue, such as coinbase:BTC-USD, not '{Query.Shown(query.Text("market") ?? "")}'", 0);
        }

        if (!TryDay(query.Text("date"), out var day))
        {
            query.Wrong($"date must be a day such as 2026-11-22, not '{Query.Shown(query.Text("date") ?? "")}'", 0);
        }

        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        var place = await limit.AcquireAsync(cancel);
        return new JsonLines<ArchiveBooksLine>(LinesAsync(books, market, day, pulls, cancel), place);
    }

    private static async IAsyncEnumerable<ArchiveBooksLine> LinesAsync(
        DayBooks books, Market market, DateOnly day, PullActivity pulls, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (count, findings) = (0, 0);
        if (await books.FindAsync(market, day, cancel) is { } evidence)
        {
            await foreach (var item in books.ReadAsync(evidence, cancel))
            {
                await pulls.GiveWayAsync(cancel);
                yield return item.Finding is { } finding
                    ? new ArchiveBooksLine(null, ArchiveViews.Of(finding), null)
                    : new ArchiveBooksLine(ArchiveViews.Of(item), null, null);
                (count, findings) = item.Finding is null ? (count + 1, findings) : (count, findings + 1);
            }
        }

        yield return new ArchiveBooksLine(null, null, new ArchiveBooksEnd(count, findings));
    }

    private static bool IsReadable(Market market) => VenueCatalog.Find(market.Venue) is not null;

    private static (Market, DateOnly)? After(Query query)
    {
        if (query.Text("after") is not { } text)
        {
            return null;
        }

        var at = text.LastIndexOf('@');
        return at > 0 && Market.TryParse(text[..at], out var market) && TryDay(text[(at + 1)..], out var day)
            ? (market, day)
            : query.Wrong<(Market, DateOnly)?>("after must be as the last answer said in continueAfter", null);
    }

    private static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
