using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Grains.Markets;

public sealed partial class BookRestorer(IFactStore warehouse, FactWriter facts, OutageReports outages, ILogger<BookRestorer> log)
{
    /// <summary>The market's latest book, read from the warehouse and the archive; null when there is none or a store is unavailable.</summary>
    internal async Task<CurrentBook?> FindAsync(Market market, Pair? pair, CancellationToken cancel)
    {
        try
        {
            if (await warehouse.FindBookAsync(market, null, cancel) is not { } record)
            {
                return null;
            }

            if (await facts.RestoreAsync(record, pair, cancel) is { } snapshot)
            {
                return CurrentBook.Of(new CapturedBook(snapshot.Capture, snapshot.Book), record.UnmovedSince);
            }

            LogDamaged(market, record.ArchiveKey);
        }
        catch (StoreUnavailableException outage)
        {
            outages.Report(market, outage);
        }

        return null;
    }

    [LoggerMessage(1106, LogLevel.Error, "{Market}: could not read the latest capture back from {ArchiveKey}")]
    private partial void LogDamaged(Market market, string archiveKey);
}
