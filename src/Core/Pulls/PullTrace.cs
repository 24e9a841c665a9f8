using System.Diagnostics;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Pulls;

/// <summary>Says where the time of a pull goes, to whoever listens to the source; costs nothing while nobody does.</summary>
public static class PullTrace
{
    public const string SourceName = "OrderBookSilo";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>One attempt, everything included; its log lines carry its trace id.</summary>
    public static Activity? Pull(Market market) =>
        Source.StartActivity("pull")?.SetTag("orderbook.venue", market.Venue).SetTag("orderbook.product", market.Product);

    /// <summary>A step of it: fetch, archive, compute or warehouse.</summary>
    public static Activity? Step(string name) => Source.StartActivity(name);

    /// <summary>What the attempt came to: book, or the failure's kind.</summary>
    public static void End(Activity? pull, PullResult result)
    {
        var outcome = result.Failed?.Failure.Kind.Text() ?? (result.Snapshot is null ? "none" : "book");
        pull?.SetTag("orderbook.outcome", outcome).SetStatus(result.Failed is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error, outcome);
    }
}
