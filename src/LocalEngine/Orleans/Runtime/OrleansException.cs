namespace Orleans.Runtime;

/// <summary>A failure of the engine, not of the grain.</summary>
public class OrleansException(string message) : Exception(message);
