using OrderBookSilo.Simulation.Faults;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation;

/// <summary>The result of a run.</summary>
internal sealed record RunResult(
    RunSettings Settings,
    IReadOnlyList<string> Violations,
    long Slots,
    long RowsChecked,
    IReadOnlyList<long> Injected,
    SimulatedArchive Archive,
    SimulatedWarehouse Warehouse)
{
    /// <summary>The classes of faults that occurred, and how often.</summary>
    public IEnumerable<(FaultClass Kind, long Count)> Faults =>
        Enum.GetValues<FaultClass>().Select(kind => (kind, Injected[(int)kind])).Where(fault => fault.Item2 > 0);
}
