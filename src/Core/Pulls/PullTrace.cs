using System.Diagnostics;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Pulls;

/// <summary>Emits trace spans for a pull.</summary>
public static class PullTrace
{
    public const string SourceName = "OrderBookSilo";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Starts the span of one attempt; its log lines carry the trace id.</summary>
    public static Activity? Pull(Market market) =>
        Source.StartActivity("pull")?.SetTag("orderbook.venue", market.Venue).SetTag("orderbook.product", market.Product);

    /// <summary>Ends the span with the attempt's outcome: book, none, or the kind of failure.</summary>
    public static void End(Activity? pull, PullResult result)
    {
        var failure = result.FindFailed()?.Failure ?? (result as PullResult.Refused)?.Failure;
        var outcome = failure?.Kind.Text() ?? (result.FindBook() is null ? "none" : "book");
        pull?.SetTag("orderbook.outcome", outcome).SetStatus(failure is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, outcome);
    }

    internal static T Step<T>(string name, Func<T> step)
    {
        using var span = Source.StartActivity(name);
        return step();
    }

    internal static async Task<T> StepAsync<T>(string name, Func<Task<T>> step)
    {
        using var span = Source.StartActivity(name);
        return await step();
    }

    internal static async Task StepAsync(string name, Func<Task> step)
    {
        using var span = Source.StartActivity(name);
        await step();
    }
}
