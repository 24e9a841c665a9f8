using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/archive/verify</c> and <c>/api/archive/stats</c>: whether every object is intact, and how much is stored.</summary>
internal static class ArchiveCareEndpoint
{
    private static readonly TimeSpan ProgressPeriod = TimeSpan.FromSeconds(1);

    private static readonly QueryParameter<DateTimeOffset?> From = Parameter.Instant("from", "First slot; default the first one archived.");
    private static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant("to", "End of the range, not included; default after the last slot archived.");
    private static readonly QueryParameter<string> Bodies = Parameter.ChoiceOr(
        "yes", "bodies", "no leaves out the size of the bodies, which needs a request for every object.", "yes", "no");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var archive = routes.MapTopic(ApiTags.Archive);
        archive.MapGet("/api/archive/verify", VerifyAsync)
            .Describe("verifyArchive", "Reads every archived object, compares it with the facts and reports problems, as JSON lines.", "What facts refer to and is not there is reported as missing. Without markets, foreign objects are reported as well. Each line is a finding or the progress; the last line is total.")
            .Takes(From, To, ArchiveQuery.Markets)
            .Produces<ArchiveScanLine>(contentType: JsonLines<ArchiveScanLine>.MediaType)
            .Fails(409);
        archive.MapGet("/api/archive/stats", StatsAsync)
            .Describe("getArchiveStats", "How much the archive holds, by venue and market, as JSON lines.", "Without markets, foreign objects are reported as well. Each line is a finding or the progress; the last line is total.")
            .Takes(ArchiveQuery.Markets, Bodies)
            .Produces<ArchiveScanLine>(contentType: JsonLines<ArchiveScanLine>.MediaType)
            .Fails(409);
    }

    private static async Task<IResult> VerifyAsync(
        Query query, ArchiveScan scan, ArchiveWorkLimit limit, IMarketReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var (from, to) = (query.Read(From), query.Read(To));
        var markets = await MarketsAsync(query, warehouse, cancel);
        // A range of days is read by market and day; without markets the whole archive would have to be listed for it.
        if (markets.Count == 0 && from is not null && to is not null)
        {
            markets = [.. (await warehouse.ListMarketsAsync(cancel)).Select(record => record.Market)];
        }

        return limit.TryAcquireScan() is { } lease
            ? new JsonLines<ArchiveScanLine>(LinesAsync(scan.VerifyAsync(new ScanRequest(from, to, markets), cancel), time, cancel), lease)
            : Busy();
    }

    private static async Task<IResult> StatsAsync(
        Query query, ArchiveScan scan, ArchiveWorkLimit limit, IMarketReader warehouse, TimeProvider time, CancellationToken cancel)
    {
        var withBodies = query.Read(Bodies) == "yes";
        var markets = await MarketsAsync(query, warehouse, cancel);
        return limit.TryAcquireScan() is { } lease ? new JsonLines<ArchiveScanLine>(
                LinesAsync(scan.ListAsync(new ScanRequest(null, null, markets), withBodies, cancel), time, cancel), lease)
            : Busy();
    }

    private static IResult Busy() => Problems.Conflict("the archive is already being verified or counted for another caller; try again when that has ended");

    // A scan of everything needs no list of markets: it also meets objects that belong to no market.
    private static async Task<IReadOnlyList<Market>> MarketsAsync(Query query, IMarketReader warehouse, CancellationToken cancel) =>
        query.Read(ArchiveQuery.Markets) is null ? [] : await ArchiveQuery.MarketsAsync(query, warehouse, cancel);

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
