using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Simulation.World;

/// <summary>The database's clock, which shows the true time whatever the silo's own clock shows, and is never set back.</summary>
internal sealed class TrueTime(SimulatedClock clock) : IReferenceTime
{
    public DateTimeOffset? Now => clock.Latest;

    public Task ReadAsync(CancellationToken cancel) => Task.CompletedTask;
}
