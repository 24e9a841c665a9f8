namespace OrderBookSilo.Simulation.Faults;

/// <summary>The classes of faults in a run with their rates and how often they occurred.</summary>
internal sealed class FaultPlan
{
    private const double ClassChance = 0.5;
    private readonly double[] rates = new double[Enum.GetValues<FaultClass>().Length];
    private bool isOver;

    private FaultPlan()
    {
    }

    public long[] Injected { get; } = new long[Enum.GetValues<FaultClass>().Length];

    /// <summary>Enables each class with even chances, at a rate from rare to frequent.</summary>
    public static FaultPlan Draw(ulong seed)
    {
        var (dice, plan) = (new Dice(seed, "faults"), new FaultPlan());
        foreach (var kind in Enum.GetValues<FaultClass>())
        {
            var rate = Math.Pow(10, -3 + (2.5 * dice.Next()));
            plan.rates[(int)kind] = dice.Chance(ClassChance) ? rate : 0;
        }

        return plan;
    }

    public static FaultPlan Of(params (FaultClass Kind, double Rate)[] rates)
    {
        var plan = new FaultPlan();
        foreach (var (kind, rate) in rates)
        {
            plan.rates[(int)kind] = rate;
        }

        return plan;
    }

    public bool Has(FaultClass kind) => !isOver && rates[(int)kind] > 0;

    /// <summary>From 0 (never) to about 0.3.</summary>
    public double RateOf(FaultClass kind) => isOver ? 0 : rates[(int)kind];

    /// <summary>Draws whether a fault of this class occurs now, and counts it.</summary>
    public bool Strikes(FaultClass kind, Dice dice, double share = 1)
    {
        var strikes = dice.Chance(RateOf(kind) * share);
        Injected[(int)kind] += strikes ? 1 : 0;
        return strikes;
    }

    public void Count(FaultClass kind) => Injected[(int)kind]++;

    /// <summary>Ends all faults.</summary>
    public void End() => isOver = true;
}
