using Microsoft.AspNetCore.Http.Features;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>PUT /api/archive/dumps</c>: imports a book that another program dumped into the archive.</summary>
internal static class ArchiveImportEndpoint
{
    private static readonly QueryParameter<string?> File = Parameter.Text(
        "path", "The file's path: date/exchange/symbol/run.json.", "2026-11-22/coinbase/BTC-USD/1000.json", DumpPath.LengthMax);

    private static readonly QueryParameter<DateTimeOffset?> Modified = Parameter.Instant("modified", "The file's last modification.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapTopic(ApiTags.Archive).MapPut("/api/archive/dumps", ImportAsync)
            .Describe("importDump", "Imports a book that another program dumped into the archive, byte for byte; a replay computes its facts.", $"Body: the file, at most {DumpImport.FileBytesMax} bytes. Sending the same file again changes nothing.")
            .Takes(File, Modified)
            .Accepts<byte[]>("application/octet-stream")
            .Produces<ImportView>()
            .Fails(422);

    private static async Task<IResult> ImportAsync(
        HttpContext http, Query query, DumpImport import, ArchiveWorkLimit limit, PullActivity pulls, MarketDirectory directory, CancellationToken cancel)
    {
        var (text, modified) = (query.Read(File) ?? "", query.Read(Modified));
        if (!DumpPath.TryRead(text, out var path, out var problem))
        {
            return NotImported(problem);
        }

        using var place = await limit.TryAcquireAsync(http);
        if (place is null)
        {
            return Problems.ArchiveIsBusy(http);
        }

        await pulls.GiveWayAsync(cancel);
        var imported = await import.ImportAsync(path, modified, await ReadBodyAsync(http, cancel), cancel);
        if (imported.Archived is not { } archived)
        {
            return NotImported(imported.Refusal!);
        }

        if (imported.IsNewMarket)
        {
            // The registry reloads the list of markets and finds the new one, which is stopped.
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
        try
        {
            await http.Request.Body.CopyToAsync(body, cancel);
        }
        catch (IOException malformed) when (malformed is not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested)
        {
            // Kestrel reports a chunk size beyond 64 bits in this way.
            throw new BadHttpRequestException("the body's chunked encoding is malformed", malformed);
        }

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
