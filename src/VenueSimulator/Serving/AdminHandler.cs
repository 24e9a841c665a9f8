using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.VenueSimulator.Serving;

/// <summary>Handles the simulator's control requests: <c>/_faults</c>, <c>/_requests</c>, <c>/_pins/{venue}/{product}</c>.</summary>
internal sealed class AdminHandler(FaultSchedule faults, RequestLog log, Func<string, VenueHandler?> findVenue)
{
    private const int PinBytesMax = 256 * 1024 * 1024;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public Task HandleAsync(HttpContext http, string path) => (http.Request.Method, path.Split('/')) switch
    {
        ("GET", ["_faults"]) => http.Response.WriteAsJsonAsync(faults.List(), Json, http.RequestAborted),
        ("POST", ["_faults"]) => AddFaultAsync(http),
        ("DELETE", ["_faults"]) => ClearFaultsAsync(http),
        ("GET", ["_requests"]) => http.Response.WriteAsJsonAsync(log.Latest, Json, http.RequestAborted),
        ("PUT", ["_pins", var venue, var product]) => PinAsync(http, venue, Uri.UnescapeDataString(product), isPinned: true),
        ("DELETE", ["_pins", var venue, var product]) => PinAsync(http, venue, Uri.UnescapeDataString(product), isPinned: false),
        _ => RefuseAsync(http, 404, "GET, POST or DELETE /_faults; GET /_requests; PUT or DELETE /_pins/{venue}/{product}"),
    };

    private async Task AddFaultAsync(HttpContext http)
    {
        try
        {
            var fault = await http.Request.ReadFromJsonAsync<Fault>(Json, http.RequestAborted);
            faults.Add(fault ?? throw new ArgumentException("a fault must be given"));
            http.Response.StatusCode = 201;
        }
        catch (Exception refusal) when (refusal is JsonException or ArgumentException or InvalidOperationException)
        {
            await RefuseAsync(http, 400, refusal.Message);
        }
    }

    private Task ClearFaultsAsync(HttpContext http)
    {
        faults.Clear();
        http.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private async Task PinAsync(HttpContext http, string venue, string product, bool isPinned)
    {
        if (findVenue(venue) is not { } handler || http.Request.ContentLength > PinBytesMax)
        {
            await RefuseAsync(http, 400, "no such venue, or the body is too large");
            return;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        handler.Pin(product, isPinned ? body.ToArray() : null);
        http.Response.StatusCode = 204;
    }

    private static Task RefuseAsync(HttpContext http, int status, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { message }, http.RequestAborted);
    }
}
