using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Simulation.World;

/// <summary>A machine and the process that runs on it.</summary>
internal sealed class Station(int number, SimulatedSilo.Environment environment)
{
    public int Number => number;

    public SimulatedSilo.Environment Environment => environment;

    /// <summary>Null while the process is down.</summary>
    public SimulatedSilo? Silo { get; set; }

    public Dictionary<Market, SimulatedMarket> Markets { get; } = [];

    /// <summary>How many processes have ended here.</summary>
    public int Life { get; set; }
}
