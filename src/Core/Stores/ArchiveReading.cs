using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

internal static class ArchiveReading
{
    /// <summary>The object, or null when it does not exist or its bytes are damaged, in which case it is no evidence.</summary>
    public static async Task<ArchivedCapture?> FindUndamagedAsync(this IArchive archive, string key, Slot slot, CancellationToken cancel)
    {
        try
        {
            return await archive.ReadAsync(key, slot.Length, cancel);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
