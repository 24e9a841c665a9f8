using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/archive/verify</c> and <c>/api/archive/stats</c>: whether every object is sound, and how much there is.</summary>
internal static class ArchiveCareEndpoint
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/archive/verify", VerifyAsync)
            .WithSummary("Reads every archived object and tells what is wrong, as JSON lines.")
            .WithDescription("Query: from=, to= (slots; default all), markets= (with commas; default all, and what is foreign). A line is a finding or the progress; the last one is total.")
            .Produces<ArchiveScanLine>(contentType: JsonLines<ArchiveScanLine>.MediaType);
        routes.MapGet("/api/archive/stats", StatsAsync)
            .WithSummary("How much lies in the archive, by venue and market, as JSON lines.")
            .WithDescription("Query: markets= (with commas; default all, and what is foreign), bodies=no (leaves out the size of the bodies, for which every object is asked). A line is a finding or the progress; the last one is total.")
            .Produces<ArchiveScanLine>(contentType: JsonLines<ArchiveScanLine>.MediaType);
    }

    private static async Task<IResult> VerifyAsync(
        HttpRequest request, ArchiveScan scan, ArchiveWorkLimit limit, IWarehouse warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query) { TextLengthMax = ArchiveQuery.TextLengthMax };
        query.Only("from", "to", "markets");
        DateTimeOffset? from = query.Text("from") is null ? null : query.Instant("from", default);
        DateTimeOffset? to = query.Text("to") is null ? null : query.Instant("to", default);
        var markets = await MarketsAsync(query, warehouse, cancel);
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        // A part of the days is found by market and day; without markets the whole archive would be listed for it.
        if (markets.Count == 0 && from is not null && to is not null)
        {
            markets = [.. (await warehouse.ListMarketsAsync(cancel)).Select(record => record.Market)];
        }

        return limit.TryAcquireScan() is { } lease
            ? new JsonLines<ArchiveScanLine>(LinesAsync(scan.VerifyAsync(new ScanRequest(from, to, markets), cancel), time, cancel), lease)
            : Busy();
    }

    private static async Task<IResult> StatsAsync(
        HttpRequest request, ArchiveScan scan, ArchiveWorkLimit limit, IWarehouse warehouse, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(request.Query) { TextLengthMax = ArchiveQuery.TextLengthMax };
        query.Only("markets", "bodies");
        var withBodies = query.Choice("bodies", "yes", "yes", "no") == "yes";
        var markets = await MarketsAsync(query, warehouse, cancel);
        return query.Error is { } error ? Problems.BadRequest(error)
            : limit.TryAcquireScan() is { } lease ? new JsonLines<ArchiveScanLine>(
                LinesAsync(scan.ListAsync(new ScanRequest(null, null, markets), withBodies, cancel), time, cancel), lease)
            : Busy();
    }

    private static IResult Busy() => Problems.Conflict("the archive is being verified or counted for somebody else; ask again when that has ended");

    // All of them need no list: then what no market names is met, too, and the database is not asked.
    private static async Task<IReadOnlyList<Market>> MarketsAsync(Query query, IWarehouse warehouse, CancellationToken cancel) =>
        query.Text("markets") is null ? [] : await ArchiveQuery.MarketsAsync(query, warehouse, cancel);

    private static async IAsyncEnumerable<ArchiveScanLine> LinesAsync(
        IAsyncEnumerable<ScannedObject> objects, TimeProvider time, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (tally, reportedAt) = (new ArchiveTally(time.GetUtcNow()), time.GetTimestamp());
        await foreach (var scanned in objects.WithCancellation(cancel))
        {
            tally.Add(scanned);
            if (scanned.Finding is { } finding)
            {
                yield return new ArchiveScanLine(ArchiveViews.Of(finding), null, null);
            }

            if (time.GetElapsedTime(reportedAt) >= ProgressPeriod)
            {
                reportedAt = time.GetTimestamp();
                yield return new ArchiveScanLine(null, new ArchiveProgressView(tally.All.Objects, tally.All.StoredBytes, scanned.Entry.Key), null);
            }
        }

        yield return new ArchiveScanLine(null, null, tally.View());
    }
}
