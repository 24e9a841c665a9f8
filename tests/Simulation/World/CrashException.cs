namespace OrderBookSilo.Simulation.World;

/// <summary>The process is killed here. No product code catches it.</summary>
internal sealed class CrashException() : Exception("killed");
