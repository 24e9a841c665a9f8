using System.Runtime.CompilerServices;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>The contents of the archive, whichever silo stored them; and every overwrite of an object.</summary>
internal sealed class SimulatedArchive
{
    public Dictionary<string, Capture> Objects { get; } = new(StringComparer.Ordinal);

    public Dictionary<(Market Market, Slot Slot), List<string>> Keys { get; } = [];

    /// <summary>The hash of each object when it was stored.</summary>
    public Dictionary<string, string> StoredHashes { get; } = new(StringComparer.Ordinal);

    public static string KeyOf(Capture capture) => $"{capture.Market}/{capture.Slot.ToCompactText()}-{capture.Sha256[..16]}";

    public void Put(string key, Capture capture)
    {
        if (Objects.TryAdd(key, capture))
        {
            StoredHashes[key] = capture.Sha256;
            var slot = (capture.Market, capture.Slot);
            if (!Keys.TryGetValue(slot, out var keys))
            {
                Keys[slot] = keys = [];
            }

            keys.Add(key);
        }
        else
        {
            Objects[key] = capture;
        }
    }
}

/// <summary>The archive as one silo accesses it.</summary>
internal sealed class ArchiveLink(SimulatedArchive archive, Machine machine, StoreFaults faults, Plant plant, Dice dice) : IArchive
{
    private const double PlantShare = 0.05;

    public Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel) =>
        Task.FromResult(machine.Write(faults, cancel, () => Store(capture)));

    public Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel) =>
        Task.FromResult(machine.Read(
            faults, cancel, () => archive.Objects.TryGetValue(key, out var capture) ? new ArchivedCapture(key, capture) : null));

    public Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel) =>
        Task.FromResult(machine.Read(faults, cancel, () => archive.Objects.TryGetValue(key, out var capture) ? (long?)capture.Body.Length : null));

    public Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel) =>
        Task.FromResult(machine.Read<IReadOnlyList<string>>(
            faults, cancel, () => archive.Keys.TryGetValue((market, slot), out var keys) ? [.. keys] : []));

    public async IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken cancel)
    {
        foreach (var (key, capture) in await Task.FromResult(machine.Read(faults, cancel, () => archive.Objects.ToList())))
        {
            yield return new ArchiveEntry(key, capture.Market, capture.Slot.Start, capture.Body.Length);
        }
    }

    public Task<string?> ReadMarkerAsync(CancellationToken cancel) => Task.FromResult<string?>(nameof(SimulatedArchive));

    public Task<bool> TryAddMarkerAsync(string archiveId, CancellationToken cancel) => Task.FromResult(false);

    private ArchivedCapture Store(Capture capture)
    {
        var key = SimulatedArchive.KeyOf(capture);
        if (plant == Plant.ArchiveForgets && dice.Chance(PlantShare))
        {
            return new ArchivedCapture(key, capture);
        }

        if (plant == Plant.ArchiveOverwrites && archive.Keys.TryGetValue((capture.Market, capture.Slot), out var keys))
        {
            archive.Put(keys[0], capture);
            return new ArchivedCapture(keys[0], capture);
        }

        if (!archive.Objects.ContainsKey(key))
        {
            archive.Put(key, plant == Plant.ArchiveDamages && dice.Chance(PlantShare) ? Framed(capture) : capture);
        }

        return new ArchivedCapture(key, archive.Objects[key]);
    }

    // As a store does that keeps the framing of a streamed request.
    private static Capture Framed(Capture capture) => capture with { Body = (byte[])[.. "400;chunk-signature="u8, .. capture.Body.Span] };
}
