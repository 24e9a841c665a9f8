using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Spooling;

/// <summary>
/// The results of attempts that archive and warehouse have not accepted yet, in their order and bounded in size. While the
/// spool is empty, results are written directly to the stores; otherwise they are added to it, so that nothing overtakes
/// earlier entries.
/// </summary>
public sealed class Spool
{
    /// <summary>Time after a disk error when pulls may try the disk again.</summary>
    public static readonly TimeSpan RefusedTime = TimeSpan.FromMinutes(1);

    /// <summary>The name of this machine's disk among the stores.</summary>
    public const string Store = "spool";

    /// <summary>The disk space that a small file really uses.</summary>
    private const long BlockBytes = 4096;

    private readonly Lock gate = new();
    private readonly ISpoolFiles files;
    private readonly long bytesMax;
    private readonly TimeProvider time;
    private readonly SortedDictionary<long, SpoolItem> items = [];
    private readonly Dictionary<(Market Market, Slot Slot), SortedSet<long>> books = [];
    private long bytes;
    private long nextNumber;
    private int quarantinedCount;
    private long quarantinedBytes;
    private DateTimeOffset fullUntil = DateTimeOffset.MinValue;

    private Spool(ISpoolFiles files, long bytesMax, TimeProvider time)
    {
        this.files = files;
        this.bytesMax = bytesMax;
        this.time = time;
    }

    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return items.Count == 0;
            }
        }
    }

    /// <summary>Whether the last attempt to add an entry failed: a pull made now would be lost while a store is unavailable.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                return time.GetUtcNow() < fullUntil;
            }
        }
    }

    /// <summary>The failure to report when no entry can be added.</summary>
    public StoreUnavailableException Full => new(Store, new IOException($"the spool is full with {Look().Entries} entries waiting"));

    /// <summary>
    /// Loads the entries of an earlier process; damaged entries are quarantined. Throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public static async Task<Spool> OpenAsync(ISpoolFiles files, long bytesMax, TimeProvider time, CancellationToken cancel)
    {
        var spool = new Spool(files, bytesMax, time);
        foreach (var file in await files.ListQuarantinedAsync(cancel))
        {
            spool.CountQuarantined(file.Bytes);
        }

        foreach (var file in await files.ListAsync(cancel))
        {
            try
            {
                spool.Keep(file.Number, file.Bytes, SpoolCodec.Decode(await files.ReadAsync(file.Number, cancel)));
            }
            catch (Exception damage) when (damage is InvalidDataException or StoreUnavailableException)
            {
                await files.QuarantineAsync(file.Number, damage.Message, cancel);
                spool.CountQuarantined(file.Bytes);
            }
        }

        return spool;
    }

    /// <summary>Whether the spool has a book of the slot, so that the slot need not be pulled.</summary>
    public bool HoldsBook(Market market, Slot slot)
    {
        lock (gate)
        {
            return books.ContainsKey((market, slot));
        }
    }

    /// <summary>The oldest book of the slot in the spool; null when there is none or it cannot be read.</summary>
    public async Task<SpooledCapture?> ReadBookAsync(Market market, Slot slot, CancellationToken cancel)
    {
        long number;
        lock (gate)
        {
            if (!books.TryGetValue((market, slot), out var numbers))
            {
                return null;
            }

            number = numbers.Min;
        }

        try
        {
            return await files.ReadAsync(number, cancel) is { } read ? SpoolCodec.Decode(read) as SpooledCapture : null;
        }
        catch (Exception e) when (e is InvalidDataException or StoreUnavailableException)
        {
            // The drain will find the entry and report it.
            return null;
        }
    }

    /// <summary>
    /// Adds an entry durably; false when the spool is full or the disk fails, in which case existing entries are unchanged.
    /// </summary>
    public async Task<bool> TryAddAsync(SpoolEntry entry)
    {
        var encoded = SpoolCodec.Encode(entry);
        if (!await TryTakeNumbersAsync() || Reserve(encoded.Length) is not { } number)
        {
            return false;
        }

        try
        {
            // Not the caller's token: an attempt whose time is up still stores its result.
            await files.AddAsync(number, encoded, CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            Release(encoded.Length);
            return false;
        }

        Keep(number, encoded.Length, entry, isReserved: true);
        return true;
    }

    public SpoolStatus Look()
    {
        lock (gate)
        {
            var oldest = items.Count == 0 ? null : items.First().Value;
            return new SpoolStatus(items.Count, bytes, bytesMax, oldest?.At, oldest?.Slot.Start, quarantinedCount, quarantinedBytes, time.GetUtcNow() < fullUntil);
        }
    }

    internal SpoolItem? Oldest()
    {
        lock (gate)
        {
            return items.Count == 0 ? null : items.First().Value;
        }
    }

    /// <summary>The entries after the oldest, in order.</summary>
    internal IReadOnlyList<SpoolItem> BehindOldest(int countMax)
    {
        lock (gate)
        {
            return [.. items.Values.Skip(1).Take(countMax)];
        }
    }

    /// <summary>
    /// Throws <see cref="InvalidDataException"/> when the entry is damaged or missing, and
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    internal async Task<SpoolEntry> ReadAsync(SpoolItem item, CancellationToken cancel) =>
        await files.ReadAsync(item.Number, cancel) is { } read ? SpoolCodec.Decode(read) : throw new InvalidDataException("the entry no longer exists");

    internal async Task RemoveAsync(SpoolItem item, CancellationToken cancel)
    {
        await files.RemoveAsync(item.Number, cancel);
        Forget(item);
    }

    internal async Task QuarantineAsync(SpoolItem item, string reason, CancellationToken cancel)
    {
        await files.QuarantineAsync(item.Number, reason, cancel);
        Forget(item);
        CountQuarantined(item.Bytes);
    }

    private static long OnDisk(long size) => (size + BlockBytes - 1) / BlockBytes * BlockBytes;

    // Only before the first entry, because a silo must start on a full disk too. Concurrent calls get the same numbers.
    private async Task<bool> TryTakeNumbersAsync()
    {
        if (Volatile.Read(ref nextNumber) > 0)
        {
            return true;
        }

        try
        {
            var first = await files.TakeNumbersAsync(CancellationToken.None);
            lock (gate)
            {
                nextNumber = Math.Max(nextNumber, first);
            }

            return true;
        }
        catch (StoreUnavailableException)
        {
            Release(0);
            return false;
        }
    }

    private long? Reserve(long size)
    {
        lock (gate)
        {
            if (bytes + quarantinedBytes + OnDisk(size) > bytesMax)
            {
                // Space is freed when an entry is handed over; without entries, an operator must free it.
                fullUntil = items.Count > 0 ? DateTimeOffset.MaxValue : time.GetUtcNow() + RefusedTime;
                return null;
            }

            bytes += OnDisk(size);
            return nextNumber++;
        }
    }

    private void Release(long size)
    {
        lock (gate)
        {
            bytes -= OnDisk(size);
            fullUntil = time.GetUtcNow() + RefusedTime;
        }
    }

    private void Keep(long number, long size, SpoolEntry entry, bool isReserved = false)
    {
        lock (gate)
        {
            bytes += isReserved ? 0 : OnDisk(size);
            items[number] = new SpoolItem(number, size, entry.Market, entry.Slot, entry.At);
            if (entry is SpooledCapture { IsBook: true })
            {
                var key = (entry.Market, entry.Slot);
                if (!books.TryGetValue(key, out var numbers))
                {
                    books[key] = numbers = [];
                }

                numbers.Add(number);
            }
        }
    }

    private void Forget(SpoolItem item)
    {
        lock (gate)
        {
            if (!items.Remove(item.Number))
            {
                return;
            }

            bytes -= OnDisk(item.Bytes);
            fullUntil = DateTimeOffset.MinValue;
            if (books.TryGetValue((item.Market, item.Slot), out var numbers) && numbers.Remove(item.Number) && numbers.Count == 0)
            {
                books.Remove((item.Market, item.Slot));
            }
        }
    }

    private void CountQuarantined(long size)
    {
        lock (gate)
        {
            quarantinedCount++;
            quarantinedBytes += OnDisk(size);
        }
    }
}
