using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Simulation.World;

/// <summary>The database's clock, which shows the true time whatever the silo's own clock shows.</summary>
internal sealed class TrueTime(SimulatedClock clock) : IReferenceTime
{
    public DateTimeOffset? Now => clock.Now;

    public Task ReadAsync(CancellationToken cancel) => Task.CompletedTask;
}
