namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>What may run beside a request.</summary>
internal enum Interleaving
{
    /// <summary>Nothing that is not marked <see cref="Always"/>.</summary>
    Never,

    /// <summary>Other readers.</summary>
    Readers,

    /// <summary>Everything.</summary>
    Always,
}

/// <summary>Something a grain is to do: a call, a reminder's or a timer's tick.</summary>
internal abstract class GrainRequest
{
    public Interleaving Interleaving { get; protected init; }

    /// <summary>Whether the request counts as use of the activation.</summary>
    public bool KeepsAlive { get; protected init; } = true;

    /// <summary>Whether the request ends with its activation instead of waiting for the next.</summary>
    public bool DiesWithActivation { get; protected init; }

    /// <summary>Runs on the grain's turns and answers whoever asked; never throws. Returns what the grain threw.</summary>
    public abstract Task<Exception?> RunAsync(Grain grain);

    /// <summary>Answers without having run.</summary>
    public abstract void Refuse(Exception reason);
}
