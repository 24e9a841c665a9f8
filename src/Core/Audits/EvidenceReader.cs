using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Audits;

/// <summary>
/// Reads archived objects for the audit and distinguishes one unreadable object from an unavailable archive: the archive counts
/// as available if another object can be read in between. One object must not block the audit of all others. Not thread-safe.
/// </summary>
internal sealed class EvidenceReader(IArchive archive, TimeProvider time)
{
    /// <summary>Failed reads, while others succeed, after which an object counts as unreadable.</summary>
    public const int TriesMax = 3;

    /// <summary>Number of other objects tried to find out whether the archive is available.</summary>
    private const int WitnessesMax = 5;

    private static readonly TimeSpan ReadTimeMax = TimeSpan.FromSeconds(8);

    private IReadOnlyList<(string Key, TimeSpan SlotLength)> named = [];
    private (string Key, TimeSpan SlotLength)? lastRead;

    /// <summary>Announces the slots that follow; their objects may be read to find out whether the archive is available.</summary>
    public void Expect(IReadOnlyList<AuditSlot> slots) =>
        named = [.. slots.SelectMany(slot => slot.Named.Select(name => (name.Key, slot.Slot.Length)))];

    /// <summary>
    /// The object, or null when it does not exist. Throws <see cref="InvalidDataException"/> when it is damaged or when only it
    /// cannot be read, and <see cref="StoreUnavailableException"/> when nothing can be read.
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
                    throw new InvalidDataException($"it cannot be read while others can: {unavailable.InnerException?.Message}", unavailable);
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
                // It is damaged, so the archive did return it.
                return true;
            }
            catch (StoreUnavailableException)
            {
                // The next object may be readable.
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
        catch (Exception unknown) when (unknown is not (InvalidDataException or StoreUnavailableException or OperationCanceledException))
        {
            // An error that nobody knows is the archive's, unless only this object has it.
            throw new StoreUnavailableException("archive", unknown);
        }
    }
}
