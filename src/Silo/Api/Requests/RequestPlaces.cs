using System.Collections.Concurrent;
using System.Globalization;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>Holds requests to their <see cref="RequestBounds"/>: gives each a place of its kind and ends it after its time.</summary>
internal sealed class RequestPlaces(TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<RequestBound, SemaphoreSlim> places = new();

    /// <summary>Runs a request within its bounds, or answers why it could not be run.</summary>
    public async ValueTask<object?> RunAsync(EndpointFilterInvocationContext context, RequestBound bound, EndpointFilterDelegate work)
    {
        var http = context.HttpContext;
        var free = places.GetOrAdd(bound, kind => new SemaphoreSlim(kind.AtOnce));
        if (!await free.WaitAsync(RequestBound.WaitMax, http.RequestAborted))
        {
            http.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            return Problems.Unavailable($"{bound.AtOnce} {bound.Name} are running already, as many as may run at once; try again in {RetryAfter.TotalSeconds:0} seconds");
        }

        try
        {
            return bound.IsStreamed ? await work(context) : await RunInTimeAsync(context, bound, work);
        }
        finally
        {
            free.Release();
        }
    }

    private async ValueTask<object?> RunInTimeAsync(EndpointFilterInvocationContext context, RequestBound bound, EndpointFilterDelegate work)
    {
        var aborted = context.HttpContext.RequestAborted;
        using var deadline = new Deadline(bound.TimeMax, time, aborted);
        for (var i = 0; i < context.Arguments.Count; i++)
        {
            context.Arguments[i] = context.Arguments[i] is CancellationToken ? deadline.Token : context.Arguments[i];
        }

        try
        {
            return await work(context);
        }
        catch (Exception) when (deadline.IsTimeUp)
        {
            return Problems.Unavailable($"the answer was not ready after {bound.TimeMax.TotalSeconds:0} seconds, the limit for {bound.Name}; ask for less, such as a shorter range");
        }
    }
}
