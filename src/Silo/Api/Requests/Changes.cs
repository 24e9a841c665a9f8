using System.Globalization;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Security;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>Records every request that may change something, by whoever made it, before it is answered.</summary>
internal static class Changes
{
    private const int SubjectLengthMax = 300;
    private const int ParametersLengthMax = 2_000;
    private const string SubjectItem = "orderbook.subject";

    /// <summary>Names what a request made, when its path does not say it.</summary>
    public static void Made(HttpContext http, string subject) => http.Items[SubjectItem] = subject;

    public static async ValueTask<object?> RecordAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (Gatekeeper.IsRead(http.Request.Method))
        {
            return await next(context);
        }

        AuditTrail.RecordHere();
        int? status = null;
        try
        {
            var result = await next(context);
            status = result is IStatusCodeHttpResult { StatusCode: { } code } ? code : StatusCodes.Status200OK;
            return result;
        }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested)
        {
            status = Problems.StatusOf(e);
            throw;
        }
        finally
        {
            await http.RequestServices.GetRequiredService<AuditTrail>().AddAsync(ChangeOf(http, status));
        }
    }

    private static RecordedChange ChangeOf(HttpContext http, int? status)
    {
        var caller = (Caller)http.Items[typeof(Caller)]!;
        return new RecordedChange(
            http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(),
            caller.Key is null ? ChangeCaller.Loopback : ChangeCaller.Key,
            caller.Key?.Name,
            caller.Address?.ToString(),
            http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName,
            Text(http.Items[SubjectItem] as string ?? SubjectOf(http), SubjectLengthMax),
            Text(Query.Of(http).Given(), ParametersLengthMax),
            status);
    }

    private static string SubjectOf(HttpContext http)
    {
        var pattern = ((RouteEndpoint)http.GetEndpoint()!).RoutePattern;
        var values = pattern.Parameters.Select(part => Convert.ToString(http.Request.RouteValues[part.Name], CultureInfo.InvariantCulture));
        return string.Join(':', values).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }

    // Somebody may have put a key where a name belongs.
    private static string? Text(string text, int lengthMax)
    {
        var shown = ApiKey.Hide(string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)));
        return shown.Length == 0 ? null : shown.Length <= lengthMax ? shown : string.Concat(shown.AsSpan(0, lengthMax - 1), "…");
    }
}
