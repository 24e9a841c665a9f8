namespace OrderBookSilo.VenueSimulator.Books;

/// <summary>A small, fast random sequence (SplitMix64) that starts from any key and is the same on every machine.</summary>
internal struct Randomness(ulong state)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The sequence for these numbers.</summary>
    public static Randomness Of(int seed, string name, long number)
    {
        unchecked
        {
            var hash = 14695981039346656037UL;
            foreach (var character in name)
            {
                hash = (hash ^ character) * 1099511628211UL;
            }

            return new Randomness(Mix(hash ^ Mix((ulong)seed)) ^ Mix((ulong)number * Increment));
        }
    }

    public ulong Next()
    {
        unchecked
        {
            state += Increment;
            return Mix(state);
        }
    }

    /// <summary>At least 0 and less than 1.</summary>
    public double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Approximately normal, mean 0 and standard deviation 1, never beyond 3.5.</summary>
    public double NextNormal()
    {
        var bits = Next();
        var sum = (bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48);
        return (sum / 65536.0 - 2) * 1.7320508;
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
