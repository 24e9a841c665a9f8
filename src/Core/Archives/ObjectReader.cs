using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Archives;

/// <summary>Reads objects of which some may be missing, damaged or unreadable, so that one of them does not block the others.</summary>
internal static class ObjectReader
{
    /// <summary>
    /// The object, or what is wrong with it. Throws <see cref="StoreUnavailableException"/> when the neighbouring objects
    /// cannot be listed either, since then the whole archive is unavailable.
    /// </summary>
    public static async Task<(ArchivedCapture? Archived, ArchiveFinding? Finding)> TryReadAsync(
        this IArchive archive, Market market, DateTimeOffset slotStart, string key, RentedBytes? buffer, CancellationToken cancel)
    {
        try
        {
            var archived = await archive.ReadAsync(key, slotLength: null, buffer, cancel);
            return archived is null ? (null, new(ArchiveFindingKind.Missing, key, "it is not in the archive")) : (archived, null);
        }
        catch (InvalidDataException damage)
        {
            return (null, new(ArchiveFindingKind.Damaged, key, damage.Message));
        }
        catch (StoreUnavailableException unavailable)
        {
            await archive.ListAsync(ArchivePlace.Of(market, DateOnly.FromDateTime(slotStart.UtcDateTime)), cancel).FirstOrDefaultAsync(cancel);
            return (null, new(ArchiveFindingKind.Damaged, key, $"it cannot be read although the archive is available: {unavailable.InnerException?.Message}"));
        }
    }
}
