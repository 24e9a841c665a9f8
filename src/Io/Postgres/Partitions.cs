using System.Collections.Concurrent;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Io.Postgres;

/// <summary>The monthly partitions of the fact tables.</summary>
public sealed class Partitions(PostgresDatabase database)
{
    private readonly ConcurrentDictionary<(int Year, int Month), bool> existing = new();

    /// <summary>Creates the missing partitions of this month and the next; several silos may do so concurrently.</summary>
    public async Task EnsureAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await EnsureMonthAsync(now, cancel);
        await EnsureMonthAsync(now.AddMonths(1), cancel);
    }

    /// <summary>Creates the partition of a slot unless it is known to exist.</summary>
    internal Task EnsureAsync(Slot slot, CancellationToken cancel) =>
        existing.ContainsKey(MonthOf(slot.Start)) ? Task.CompletedTask : EnsureMonthAsync(slot.Start, cancel);

    private async Task EnsureMonthAsync(DateTimeOffset instant, CancellationToken cancel)
    {
        await database.WriteAsync(batch => batch.Add("SELECT ensure_partitions($1)", instant), cancel);
        existing[MonthOf(instant)] = true;
    }

    private static (int Year, int Month) MonthOf(DateTimeOffset instant) => (instant.UtcDateTime.Year, instant.UtcDateTime.Month);
}
