using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Audits;

/// <summary>
/// Reads archived objects for the audit, and tells an object that cannot be read from an archive that is unavailable: the archive is
/// available when it gives another object in between. One object must not hold up the audit of all others. Not thread-safe.
/// </summary>
internal sealed class EvidenceReader(IArchive archive, TimeProvider time)
{
    /// <summary>Reads of an object that fail while others do not, before it counts as one that cannot be read.</summary>
    public const int TriesMax = 3;

    /// <summary>Other objects that are tried to see whether the archive answers.</summary>
    private const int WitnessesMax = 5;

    private static readonly TimeSpan ReadTimeMax = TimeSpan.FromSeconds(8);

    private IReadOnlyList<(string Key, TimeSpan SlotLength)> named = [];
    private (string Key, TimeSpan SlotLength)? lastRead;

    /// <summary>These slots come next; the objects that they name may be read to see whether the archive answers.</summary>
    public void Expect(IReadOnlyList<AuditSlot> slots) =>
        named = [.. slots.SelectMany(slot => slot.Named.Select(name => (name.Key, slot.Slot.Length)))];

    /// <summary>
    /// The object, or null when there is none. Throws <see cref="InvalidDataException"/> when it is damaged, or when it alone cannot be
    /// read; <see cref="StoreUnavailableException"/> when nothing can.
    /// </summary>
    public async Task<ArchivedCapture?> ReadAsync(string key, TimeSpan slotLength, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                var archived = await ReadInTimeAsync(key, slotLength, cancel);
                lastRead = archived is null ? lastRead : (key, slotLength);
                return archived;
            }
            catch (StoreUnavailableException unavailable)
            {
                if (!await IsServingOthersAsync(key, cancel))
                {
                    throw;
                }

                if (tries == TriesMax)
                {
                    throw new InvalidDataException($"it cannot be read, while others can: {unavailable.InnerException?.Message}", unavailable);
                }
            }
        }
    }

    private async Task<bool> IsServingOthersAsync(string key, CancellationToken cancel)
    {
        IEnumerable<(string Key, TimeSpan SlotLength)> known = lastRead is { } last ? [last] : [];
        foreach (var (other, slotLength) in known.Concat(named.Where(name => name != lastRead).Take(WitnessesMax)).Where(name => name.Key != key))
        {
            try
            {
                if (await ReadInTimeAsync(other, slotLength, cancel) is not null)
                {
                    lastRead = (other, slotLength);
                    return true;
                }
            }
            catch (InvalidDataException)
            {
                // It is damaged, so the archive gave it.
                return true;
            }
            catch (StoreUnavailableException)
            {
                // The next one may tell.
            }
        }

        return false;
    }

    private async Task<ArchivedCapture?> ReadInTimeAsync(string key, TimeSpan slotLength, CancellationToken cancel)
    {
        using var deadline = new Deadline(ReadTimeMax, time, cancel);
        try
        {
            return await archive.ReadAsync(key, slotLength, deadline.Token);
        }
        catch (OperationCanceledException late) when (!deadline.IsStopped)
        {
            throw new StoreUnavailableException("archive", new TimeoutException($"no answer within {ReadTimeMax.TotalSeconds} s", late));
        }
    }
}
