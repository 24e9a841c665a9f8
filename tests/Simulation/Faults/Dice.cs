namespace OrderBookSilo.Simulation.Faults;

/// <summary>An independent stream of random numbers (SplitMix64): draws of one market or store do not affect the others.</summary>
internal sealed class Dice
{
    private ulong state;

    public Dice(ulong seed, string stream)
    {
        state = seed;
        foreach (var letter in stream)
        {
            state = Mix(state ^ letter);
        }
    }

    /// <summary>A number in [0, 1).</summary>
    public double Next() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from 0 up to, but not including, the bound.</summary>
    public int Next(int bound) => (int)(Next() * bound);

    public bool Chance(double probability) => probability > 0 && Next() < probability;

    /// <summary>An exponentially distributed duration with this mean.</summary>
    public TimeSpan Wait(TimeSpan mean) => mean * -Math.Log(1 - Next());

    public ulong NextBits()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15UL);
        return Mix(state);
    }

    private static ulong Mix(ulong bits)
    {
        unchecked
        {
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return bits ^ (bits >> 31);
        }
    }
}
