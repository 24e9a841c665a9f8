using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.OpenApi;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/archive/days</c> and <c>/api/archive/books</c>: the archived books, one day of a market at a time.</summary>
internal static class ArchiveBooksEndpoint
{
    private const int DaysMax = 1000;
    private const string DayFormat = "yyyy-MM-dd";
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(10);

    private static readonly QueryParameter<string?> AfterDay = Parameter.Text(
        "after", "Where to continue: continueAfter of the previous answer.", "coinbase:BTC-USD@2026-11-22", lengthMax: 256);

    private static readonly QueryParameter<Market> OneMarket = new(
        "market", "venue:product of a known venue.", text => Market.TryParse(text, out var market) && IsReadable(market)
            ? market
            : throw new QueryException($"market must be venue:product of a known venue, such as coinbase:BTC-USD, not '{Shown.Of(text ?? "")}'"))
    {
        IsRequired = true, Example = "coinbase:BTC-USD",
    };

    private static readonly QueryParameter<DateOnly> Date = new(
        "date", "A UTC day.", text => TryDay(text, out var day)
            ? day
            : throw new QueryException($"date must be a day such as 2026-11-22, of {CommonParameters.Years}, not '{Shown.Of(text ?? "")}'"))
    {
        IsRequired = true, Example = "2026-11-22", Schema = () => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" },
    };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var archive = routes.MapTopic(ApiTags.Archive);
        archive.MapGet("/api/archive/days", DaysAsync)
            .Describe("listArchiveDays", "The days with archived objects, a part of them in each call.", $"Every UTC day that the range overlaps, at most {DaysMax} days.")
            .Takes(CommonParameters.From, CommonParameters.To, ArchiveQuery.Markets, AfterDay)
            .Produces<ArchiveDaysView>();
        archive.MapGet("/api/archive/books", BooksAsync)
            .Describe("listArchiveBooks", "The books of one market's slots of one UTC day, as JSON lines.", "For each slot the book that its facts name, otherwise the earliest valid one. Each line is a book or a finding; the last line is end.")
            .Takes(OneMarket, Date)
            .Produces<ArchiveBooksLine>(contentType: JsonLines<ArchiveBooksLine>.MediaType);
    }

    private static async Task<IResult> DaysAsync(
        HttpContext http, Query query, DayBooks books, ArchiveWorkLimit limit, IMarketReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = query.ReadRange(time);
        var after = After(query.Read(AfterDay));
        var markets = await ArchiveQuery.MarketsAsync(query, warehouse, cancel);
        using var place = await limit.TryAcquireAsync(http);
        if (place is null)
        {
            return Problems.ArchiveIsBusy(http);
        }

        var (started, days) = (time.GetTimestamp(), new List<ArchiveDayView>());
        foreach (var (market, day) in markets.Where(IsReadable).SelectMany(market => Days.Of(from, to).Select(day => (market, day))))
        {
            if (after is var (doneMarket, doneDay) && string.CompareOrdinal($"{market}", $"{doneMarket}") is var compared && (compared < 0 || (compared == 0 && day <= doneDay)))
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

    private static async Task<IResult> BooksAsync(
        HttpContext http, Query query, DayBooks books, ArchiveWorkLimit limit, PullActivity pulls, CancellationToken cancel)
    {
        var (market, day) = (query.Read(OneMarket), query.Read(Date));
        return await limit.TryAcquireAsync(http) is { } place
            ? new JsonLines<ArchiveBooksLine>(LinesAsync(books, market, day, pulls, cancel), place)
            : Problems.ArchiveIsBusy(http);
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

    private static (Market, DateOnly)? After(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var at = text.LastIndexOf('@');
        return at > 0 && Market.TryParse(text[..at], out var market) && TryDay(text[(at + 1)..], out var day)
            ? (market, day)
            : throw new QueryException("after must be the continueAfter of the previous answer");
    }

    private static bool TryDay(string? text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) && CommonParameters.IsYear(day.Year);
}
