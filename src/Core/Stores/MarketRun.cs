namespace OrderBookSilo.Core.Stores;

/// <summary>Whether a market runs.</summary>
public enum MarketRun
{
    /// <summary>It was only configured or imported, or its first start failed: nobody has stopped it.</summary>
    NeverStarted,

    Active,
    Stopped,
}

/// <summary>What the start of a silo does with a market.</summary>
public enum MarketStep
{
    Start,

    /// <summary>Starts it again where it was before.</summary>
    Resume,

    /// <summary>Stops it again, because a crash during a stop may have left something running.</summary>
    Stop,
}

/// <summary>Decides which markets run. Configuration starts markets that were never started; after that the warehouse decides.</summary>
public static class MarketRuns
{
    public static MarketRun Of(MarketRecord record) =>
        record.ActiveFrom is not null ? MarketRun.Active : record.WasStarted ? MarketRun.Stopped : MarketRun.NeverStarted;

    /// <summary>What to do with a market when a silo starts; null when it is left as it is.</summary>
    public static MarketStep? StepOf(MarketRun run, bool isConfigured) => run switch
    {
        MarketRun.Active => MarketStep.Resume,
        MarketRun.Stopped => MarketStep.Stop,
        _ => isConfigured ? MarketStep.Start : null,
    };
}
