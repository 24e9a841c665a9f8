using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Simulation.Checks;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>The spool's files on one machine, which outlive the process.</summary>
internal sealed class SimulatedDisk(FaultPlan faults, Dice dice, Outages refusals, Machine machine, Plant plant, Witness witness) : ISpoolFiles
{
    private const double RemovedReturnsShare = 0.5;
    private const long NumbersTogether = 1_000_000;

    private readonly SortedDictionary<long, byte[]> entries = [];
    private readonly Dictionary<long, string> quarantined = [];
    private (long Number, byte[] Bytes)? removedLast;
    private long numbersTaken;

    /// <summary>Entries half written at a kill; their existence was never confirmed.</summary>
    public int Torn { get; private set; }

    public IReadOnlyDictionary<long, string> Quarantined => quarantined;

    public int Count => entries.Count;

    public Task<IReadOnlyList<SpoolFile>> ListAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<SpoolFile>>([.. entries.Select(entry => new SpoolFile(entry.Key, entry.Value.Length))]);

    public Task<IReadOnlyList<SpoolFile>> ListQuarantinedAsync(CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<SpoolFile>>([.. quarantined.Keys.Order().Select(number => new SpoolFile(number, 0))]);

    public Task<long> TakeNumbersAsync(CancellationToken cancel) => Do(() =>
    {
        RefuseNowAndThen();
        return (numbersTaken++ * NumbersTogether) + 1;
    });

    public Task AddAsync(long number, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        machine.MustLive();
        if (faults.Strikes(FaultClass.TornEntry, dice))
        {
            entries[number] = bytes[..dice.Next(bytes.Length)].ToArray();
            Torn++;
            machine.Die();
        }

        return Do(() =>
        {
            RefuseNowAndThen();
            entries.Add(number, bytes.ToArray());
        });
    }

    public Task<byte[]?> ReadAsync(long number, CancellationToken cancel) => Task.FromResult(entries.GetValueOrDefault(number));

    public Task RemoveAsync(long number, CancellationToken cancel) => Do(() =>
    {
        witness.Drained(number, entries.Keys.FirstOrDefault(number));
        removedLast = entries.Remove(number, out var bytes) ? (number, bytes) : removedLast;
    });

    public Task QuarantineAsync(long number, string reason, CancellationToken cancel) => Do(() =>
    {
        if (entries.Remove(number))
        {
            quarantined.Add(number, reason);
        }
    });

    /// <summary>The effect of a power loss: recently removed files may exist again.</summary>
    public void LosePower()
    {
        if (removedLast is { } removed && faults.Strikes(FaultClass.RemovedEntryReturns, dice, RemovedReturnsShare / Math.Max(faults.RateOf(FaultClass.RemovedEntryReturns), 1e-9)))
        {
            entries.TryAdd(removed.Number, removed.Bytes);
        }

        if (plant == Plant.SpoolForgets && entries.Count > 0)
        {
            entries.Remove(entries.Keys.Last());
        }

        removedLast = null;
    }

    private void RefuseNowAndThen()
    {
        if (faults.Has(FaultClass.DiskRefuses) && refusals.Contains(machine.Clock.Now))
        {
            faults.Count(FaultClass.DiskRefuses);
            throw new StoreUnavailableException("spool", new IOException("no space left on device")) { IsDiskFull = true };
        }
    }

    private Task Do(Action apply) => Do(() =>
    {
        apply();
        return true;
    });

    private Task<T> Do<T>(Func<T> apply) => Task.FromResult(machine.Effect(apply));
}
