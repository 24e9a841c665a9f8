using System.Collections.Concurrent;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Io.Postgres;

public sealed partial class Warehouse
{
    private readonly ConcurrentDictionary<(int Year, int Month), bool> partitionedMonths = new();

    /// <summary>Makes the partitions of this month and the next where they are missing; any number of silos may do so at once.</summary>
    public async Task EnsurePartitionsAsync(DateTimeOffset now, CancellationToken cancel)
    {
        await EnsureMonthAsync(now, cancel);
        await EnsureMonthAsync(now.AddMonths(1), cancel);
    }

    private Task EnsurePartitionOfAsync(Slot slot, CancellationToken cancel) =>
        partitionedMonths.ContainsKey(MonthOf(slot.Start)) ? Task.CompletedTask : EnsureMonthAsync(slot.Start, cancel);

    private async Task EnsureMonthAsync(DateTimeOffset instant, CancellationToken cancel)
    {
        await RunAsync(
            async connection =>
            {
                await using var command = connection.Command("SELECT ensure_partitions($1)", instant);
                return await command.ExecuteScalarAsync(cancel);
            },
            cancel);
        partitionedMonths[MonthOf(instant)] = true;
    }

    private static (int Year, int Month) MonthOf(DateTimeOffset instant) => (instant.UtcDateTime.Year, instant.UtcDateTime.Month);
}
