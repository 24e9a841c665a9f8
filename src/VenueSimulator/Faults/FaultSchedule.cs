namespace OrderBookSilo.VenueSimulator.Faults;

/// <summary>The pending faults; the oldest one that matches a request applies.</summary>
public sealed class FaultSchedule
{
    private const int FaultsMax = 10_000;

    private readonly Lock sync = new();
    private readonly List<Fault> faults = [];
    private readonly Random random;
    private readonly TimeProvider time;

    internal FaultSchedule(int seed, TimeProvider time)
    {
        random = new Random(seed);
        this.time = time;
    }

    /// <summary>The pending faults with their remaining counts.</summary>
    public IReadOnlyList<Fault> List()
    {
        lock (sync)
        {
            return [.. faults];
        }
    }

    /// <summary>Adds a fault; throws <see cref="ArgumentException"/> when it is invalid.</summary>
    public void Add(Fault fault)
    {
        if (fault.FindProblem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(fault));
        }

        lock (sync)
        {
            faults.Add(faults.Count < FaultsMax ? fault : throw new ArgumentException($"there are already {FaultsMax} faults", nameof(fault)));
        }
    }

    public void Clear()
    {
        lock (sync)
        {
            faults.Clear();
        }
    }

    /// <summary>The state of this kind that a product is in; null when it is not.</summary>
    internal Fault? FindState(string venue, string product, FaultKind kind)
    {
        lock (sync)
        {
            var now = time.GetUtcNow();
            return faults.Find(fault => fault.IsState && fault.Kind == kind && fault.Venue == venue && fault.Product == product && !(fault.From > now) && !(fault.Until <= now));
        }
    }

    internal Fault? Take(string venue, string? product)
    {
        lock (sync)
        {
            var now = time.GetUtcNow();
            faults.RemoveAll(fault => fault.Until <= now);
            var index = faults.FindIndex(fault =>
                !fault.IsState
                && fault.Venue == venue
                && (fault.Product is null || fault.Product == product)
                && !(fault.From > now)
                && (fault.Probability >= 1 || random.NextDouble() < fault.Probability));
            if (index < 0)
            {
                return null;
            }

            var taken = faults[index];
            if (taken.Count == 1)
            {
                faults.RemoveAt(index);
            }
            else if (taken.Count is { } count)
            {
                faults[index] = taken with { Count = count - 1 };
            }

            return taken;
        }
    }
}
