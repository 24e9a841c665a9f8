using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Splits.Merging;

/// <summary>How far the lanes of one quote currency have advanced in their conversion.</summary>
internal struct GroupCursor
{
    private int steps;

    public GroupCursor(Conversion conversion)
    {
        Conversion = conversion;
        Enter(conversion.StepAt(0), Ratio.Zero);
    }

    public Conversion Conversion { get; }

    /// <summary>Answer's currency per quote currency at the current step.</summary>
    public Ratio Rate { get; private set; } = Ratio.One;

    /// <summary>Total quote amount up to which the current step applies, including earlier steps; null when unlimited.</summary>
    public Ratio? End { get; private set; }

    /// <summary>Whether there are no more steps.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Enters the next step; false when there is none.</summary>
    public bool Next()
    {
        steps++;
        Enter(Conversion.StepAt(steps), End ?? Ratio.Zero);
        return !IsOver;
    }

    private void Enter(ConversionStep? step, Ratio before)
    {
        if (step is { } next)
        {
            (Rate, End) = (next.Rate, next.Capacity is { } capacity ? (before + capacity).Reduced() : null);
        }
        else
        {
            (IsOver, End) = (true, before);
        }
    }
}
