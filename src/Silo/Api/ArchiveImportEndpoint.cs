using Microsoft.AspNetCore.Http.Features;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>PUT /api/archive/dumps</c>: a book that another program dumped goes into the archive.</summary>
internal static class ArchiveImportEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/archive/dumps", ImportAsync)
            .WithSummary("Takes a book that another program dumped into the archive, byte for byte; facts come with a replay.")
            .WithDescription($"Query: path=date/exchange/symbol/run.json, modified= (the file's last modification). Body: the file, at most {DumpImport.FileBytesMax} bytes. Again with the same file changes nothing.")
            .Accepts<byte[]>("application/octet-stream")
            .Produces<ImportView>();

    private static async Task<IResult> ImportAsync(
        HttpContext http, DumpImport import, ArchiveWorkLimit limit, PullActivity pulls, MarketDirectory directory, TimeProvider time, CancellationToken cancel)
    {
        var query = new Query(http.Request.Query) { TextLengthMax = DumpPath.LengthMax };
        query.Only("path", "modified");
        var modified = query.Text("modified") is null ? (DateTimeOffset?)null : query.Instant("modified", time.GetUtcNow());
        if (query.Error is { } error)
        {
            return Problems.BadRequest(error);
        }

        if (!DumpPath.TryRead(query.Text("path") ?? "", out var path, out var problem))
        {
            return NotImported(problem);
        }

        using var lease = await limit.AcquireAsync(cancel);
        await pulls.GiveWayAsync(cancel);
        var imported = await import.ImportAsync(path, modified, await ReadBodyAsync(http, cancel), cancel);
        if (imported.Archived is not { } archived)
        {
            return NotImported(imported.Refusal!);
        }

        if (imported.IsNewMarket)
        {
            // The registry reads the list of markets anew, and finds one that is stopped.
            await directory.Registry.StartAllAsync([], upSince: default);
        }

        return Results.Ok(ViewOf(path, archived, imported.IsNew));
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpContext http, CancellationToken cancel)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = DumpImport.FileBytesMax;
        }

        using var body = new MemoryStream((int)Math.Min(http.Request.ContentLength ?? 0, DumpImport.FileBytesMax));
        await http.Request.Body.CopyToAsync(body, cancel);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static IResult NotImported(string why) =>
        Results.Problem(why, statusCode: StatusCodes.Status422UnprocessableEntity, title: "Not imported");

    private static ImportView ViewOf(DumpPath path, ArchivedCapture archived, bool isNew) =>
        new(
            path.Text,
            archived.Capture.Market.ToString(),
            archived.Capture.Slot.Start,
            archived.Capture.ReceivedAt,
            archived.Capture.TimeSource.Text(),
            archived.Capture.Sha256,
            archived.Key,
            isNew);
}
