using System.Collections.Concurrent;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Silo.Observability;

/// <summary>
/// Checks every few seconds that the warehouse answers and that the archive is the right one and accepts writes; logs when one
/// becomes unavailable, starts to refuse, or is available again.
/// </summary>
internal sealed partial class StoreWatch(
    IFactStore warehouse, IdentifiedArchive archive, StoreOutages outages, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>How long a store may take to answer. One that does not in that time is not known to be there.</summary>
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(5);

    // Any market name will do: only whether there is an answer matters.
    private static readonly Market Nobody = Market.Parse("nobody:nothing");

    private readonly ConcurrentDictionary<string, bool> loggedRefusals = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await Task.WhenAll(
                WatchAsync("warehouse", cancel => warehouse.FindBookAsync(Nobody, null, cancel), stoppingToken),
                WatchAsync("archive", archive.ProveAsync, stoppingToken));
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task WatchAsync(string store, Func<CancellationToken, Task> ask, CancellationToken stopping)
    {
        using var deadline = new Deadline(AnswerTimeMax, TimeProvider.System, stopping);
        try
        {
            // A frozen server does not answer a cancellation either, so the question is abandoned.
            await Task.Run(() => ask(deadline.Token), deadline.Token).WaitAsync(deadline.Token);
            outages.TryEnd(store);
        }
        catch (OperationCanceledException) when (deadline.IsTimeUp)
        {
            var late = new TimeoutException($"no answer within {AnswerTimeMax.TotalSeconds} s");
            outages.TryBegin(new StoreUnavailableException(store, late));
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // The archive is proved with the help of the warehouse: without it, the archive is not known to be there either.
            outages.TryBegin(e is StoreUnavailableException found && found.Store == store ? found : new StoreUnavailableException(store, e));
        }

        LogChange(store);
    }

    private void LogChange(string store)
    {
        if (outages.Find(store) is not { } outage)
        {
            if (loggedRefusals.TryRemove(store, out _))
            {
                LogBack(store);
            }
        }
        else if (!loggedRefusals.TryGetValue(store, out var wasRefusal) || wasRefusal != outage.IsRefusal)
        {
            loggedRefusals[store] = outage.IsRefusal;
            LogUnavailable(store, WordsOf(outage));
        }
    }

    private static string WordsOf(StoreUnavailableException outage) => outage.InnerException switch
    {
        { InnerException: { } cause } reason => $"{reason.Message}: {cause.Message}",
        var reason => reason?.Message ?? "",
    };

    [LoggerMessage(2101, LogLevel.Error, "{Store} unavailable: {Message}")]
    private partial void LogUnavailable(string store, string message);

    [LoggerMessage(2102, LogLevel.Information, "{Store} available again")]
    private partial void LogBack(string store);
}
