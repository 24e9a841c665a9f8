namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>What a test changes about the engine; what it leaves out is as in the product.</summary>
public sealed record EngineSettings
{
    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>How long a grain may be unused before it is deactivated; looked for every second.</summary>
    public TimeSpan? CollectionAge { get; init; }

    /// <summary>The clock of the reminders; of nothing else, as Orleans cannot live on a clock that stands still.</summary>
    public TimeProvider? ReminderClock { get; init; }
}
