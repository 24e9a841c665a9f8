namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>Keeps the async locals of whoever begins some work out of it.</summary>
internal static class AsyncLocals
{
    /// <summary>What begins before this is disposed starts with none.</summary>
    public static IDisposable? Suppress() => ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
}
