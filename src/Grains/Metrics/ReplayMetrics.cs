using System.Diagnostics.Metrics;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Grains.Metrics;

public sealed class ReplayMetrics
{
    private readonly Counter<long> pages;
    private readonly Counter<long> books;
    private readonly Counter<long> problems;

    public ReplayMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(PullMetrics.MeterName);
        pages = meter.CreateCounter<long>("orderbook_replay_pages", description: "Replay pages that this silo has completed.");
        books = meter.CreateCounter<long>("orderbook_replay_books", description: "Books that this silo has computed again for replays.");
        problems = meter.CreateCounter<long>("orderbook_replay_problems", description: "Archived objects that replays could not use.");
    }

    internal void Did(ReplayTally tally)
    {
        pages.Add(1);
        books.Add(tally.Books);
        problems.Add(tally.Problems);
    }
}
