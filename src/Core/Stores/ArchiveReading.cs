using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Stores;

internal static class ArchiveReading
{
    /// <summary>The object, or null when there is none or its bytes are damaged: then it is no evidence of anything.</summary>
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
