namespace OrderBookSilo.Simulation.World;

/// <summary>The process is killed here. Nothing of the product catches it.</summary>
internal sealed class CrashException() : Exception("killed");
