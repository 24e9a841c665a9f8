using System.Diagnostics.Metrics;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Grains.Metrics;

/// <summary>Counts the outcomes of pulls. The metric names are a contract with dashboards and alerts.</summary>
public sealed class PullMetrics
{
    public const string MeterName = "OrderBookSilo";

    /// <summary>The metrics that have one or more series per market.</summary>
    public static readonly IReadOnlySet<string> OfMarkets = new HashSet<string>(StringComparer.Ordinal)
    {
        "orderbook_pulls", "orderbook_books", "orderbook_gaps", "orderbook_finished_slots", "orderbook_unkept_pulls", "orderbook_slot_lag_seconds",
    };

    private readonly Counter<long> pulls;
    private readonly Counter<long> books;
    private readonly Counter<long> stateFailures;
    private readonly Counter<long> gaps;
    private readonly Counter<long> finished;
    private readonly Counter<long> storeErrors;
    private readonly Counter<long> unkept;
    private readonly Histogram<double> pullSeconds;
    private readonly Counter<long> capturedBytes;

    public PullMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        pulls = meter.CreateCounter<long>("orderbook_pulls", description: "Ended pulls by market and outcome (book or the failure's kind).");
        books = meter.CreateCounter<long>("orderbook_books", description: "Books whose facts the warehouse has, by market.");
        stateFailures = meter.CreateCounter<long>("orderbook_state_write_failures", description: "Times a market's state was not written, by cause: race, another activation wrote first; error, the store failed.");
        gaps = meter.CreateCounter<long>("orderbook_gaps", description: "Slots that passed without a book and were recorded as gaps, by market.");
        finished = meter.CreateCounter<long>("orderbook_finished_slots", description: "Passed slots whose facts were computed from an archived capture, by market.");
        storeErrors = meter.CreateCounter<long>("orderbook_store_unavailable", description: "Times a store could not be reached, by store.");
        unkept = meter.CreateCounter<long>("orderbook_unkept_pulls", description: "Ended pulls that could be written neither to the stores nor to the spool, by market: they are lost.");
        pullSeconds = meter.CreateHistogram<double>("orderbook_pull_seconds", "s", "Time of one pull, request to facts.");
        capturedBytes = meter.CreateCounter<long>("orderbook_captured_bytes", "By", "Bytes of captured bodies, before compression.");

        // A counter that appears with its first event hides that event from increase() queries, so it starts at zero.
        storeErrors.Add(0, Tag("store", "archive"));
        storeErrors.Add(0, Tag("store", "warehouse"));
        stateFailures.Add(0, Tag("cause", "race"));
        stateFailures.Add(0, Tag("cause", "error"));
    }

    /// <summary>A market is active on this silo: creates its counters.</summary>
    public void Begins(Market market)
    {
        foreach (var counter in (Counter<long>[])[books, gaps, unkept])
        {
            counter.Add(0, Tag("venue", market.Venue), Tag("product", market.Product));
        }
    }

    public void StateNotWritten(bool isRace) => stateFailures.Add(1, Tag("cause", isRace ? "race" : "error"));

    public void Pulled(Market market, PullResult result, TimeSpan elapsed)
    {
        if (result is PullResult.NotAttempted or PullResult.Refused)
        {
            return;
        }

        if (result is PullResult.LiveOnly or PullResult.Failed { Row: FailureRow.Lost })
        {
            unkept.Add(1, Tag("venue", market.Venue), Tag("product", market.Product));
        }

        var outcome = result.FindFailed()?.Failure.Kind.Text() ?? "book";
        pulls.Add(1, Tag("venue", market.Venue), Tag("product", market.Product), Tag("outcome", outcome));
        pullSeconds.Record(elapsed.TotalSeconds, Tag("venue", market.Venue));
        if (result.FindBook() is { } book)
        {
            books.Add(result is PullResult.Committed ? 1 : 0, Tag("venue", market.Venue), Tag("product", market.Product));
            capturedBytes.Add(book.Capture.Body.Length, Tag("venue", market.Venue));
        }
    }

    public void Closed(Market market, ClosedSlots closed)
    {
        gaps.Add(closed.Gaps.Count, Tag("venue", market.Venue), Tag("product", market.Product));
        finished.Add(closed.Finished, Tag("venue", market.Venue), Tag("product", market.Product));
    }

    public void StoreUnavailable(StoreUnavailableException unavailable) => storeErrors.Add(1, Tag("store", unavailable.Store));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
