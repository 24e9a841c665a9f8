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
    /// <summary>Maximum number of failed attempts held in memory while the disk takes nothing.</summary>
    public const int InMemoryMax = 10_000;

    /// <summary>The name of this machine's disk among the stores.</summary>
    public const string Store = "spool";

    /// <summary>The disk space that a small file really uses.</summary>
    private const long BlockBytes = 4096;

    /// <summary>Entries in memory are numbered from here on, after all that are on disk.</summary>
    private const long FirstInMemory = long.MaxValue / 2;

    private readonly Lock gate = new();
    private readonly ISpoolFiles files;
    private readonly long bytesMax;
    private readonly SortedDictionary<long, SpoolItem> items = [];
    private readonly Dictionary<(Market Market, Slot Slot), SortedSet<long>> books = [];
    private long bytes;
    private long nextNumber;
    private int quarantinedCount;
    private long quarantinedBytes;
    private long inMemoryTaken;
    private int inMemoryCount;
    private SpoolRefusal? refusal;

    private Spool(ISpoolFiles files, long bytesMax)
    {
        this.files = files;
        this.bytesMax = bytesMax;
    }

    /// <summary>Whether nothing waits on disk. Failed attempts in memory may still wait; results may overtake them.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return items.Count == inMemoryCount;
            }
        }
    }

    /// <summary>Whether nothing waits, neither on disk nor in memory.</summary>
    public bool HoldsNothing
    {
        get
        {
            lock (gate)
            {
                return items.Count == 0;
            }
        }
    }

    /// <summary>The failure to report when no entry can be added.</summary>
    public StoreUnavailableException Full
    {
        get
        {
            var status = Look();
            var words = $"{status.Refusal?.Message ?? "nothing could be added"}, with {status.Entries} entries waiting";
            return new StoreUnavailableException(Store, new IOException(words)) { IsDiskFull = status.Refusal?.Kind != SpoolRefusalKind.DiskError };
        }
    }

    /// <summary>
    /// Loads the entries of an earlier process; damaged entries are quarantined. Throws
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    public static async Task<Spool> OpenAsync(ISpoolFiles files, long bytesMax, CancellationToken cancel)
    {
        var spool = new Spool(files, bytesMax);
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
        catch (StoreUnavailableException error)
        {
            Refuse(error, encoded.Length);
            return false;
        }

        Keep(number, encoded.Length, entry, isReserved: true);
        return true;
    }

    /// <summary>
    /// Holds a failed attempt in memory when the disk takes nothing, so that its slot gets its reason unless the process ends
    /// first; false when <see cref="InMemoryMax"/> are held.
    /// </summary>
    public bool TryHold(SpooledFailure entry)
    {
        lock (gate)
        {
            if (inMemoryCount == InMemoryMax)
            {
                return false;
            }

            inMemoryCount++;
            var number = FirstInMemory + inMemoryTaken++;
            items[number] = new SpoolItem(number, 0, entry.Market, entry.Slot, entry.At, entry);
            return true;
        }
    }

    /// <summary>
    /// Tries the disk again after it took nothing: writes what is held in memory, or finds out whether there is room by
    /// reserving numbers.
    /// </summary>
    public async Task TryDiskAgainAsync()
    {
        while (FirstHeld() is { InMemory: { } held } item && await TryAddAsync(held))
        {
            Forget(item);
        }

        if (Look().Refusal is { Kind: not SpoolRefusalKind.Limit } && FirstHeld() is null)
        {
            await TryTakeNumbersAsync(again: true);
        }
    }

    public SpoolStatus Look()
    {
        lock (gate)
        {
            var oldest = items.Count == 0 ? null : items.First().Value;
            DateTimeOffset? oldestSlot = inMemoryCount == 0 ? oldest?.Slot.Start : items.Values.Min(item => item.Slot.Start);
            return new SpoolStatus(items.Count, bytes, bytesMax, oldest?.At, oldestSlot, quarantinedCount, quarantinedBytes, inMemoryCount, refusal);
        }
    }

    internal SpoolItem? Oldest()
    {
        lock (gate)
        {
            return items.Count == 0 ? null : items.First().Value;
        }
    }

    /// <summary>Some of the entries after the oldest, spread over all of them, in order.</summary>
    internal IReadOnlyList<SpoolItem> SampleBehindOldest(int countMax)
    {
        lock (gate)
        {
            var step = Math.Max(1, (items.Count - 1 + countMax - 1) / countMax);
            return [.. items.Values.Skip(1).Where((_, index) => index % step == 0)];
        }
    }

    /// <summary>
    /// Throws <see cref="InvalidDataException"/> when the entry is damaged or missing, and
    /// <see cref="StoreUnavailableException"/>.
    /// </summary>
    internal async Task<SpoolEntry> ReadAsync(SpoolItem item, CancellationToken cancel) =>
        item.InMemory is { } held ? held : await files.ReadAsync(item.Number, cancel) is { } read ? SpoolCodec.Decode(read) : throw new InvalidDataException("the entry no longer exists");

    internal async Task RemoveAsync(SpoolItem item, CancellationToken cancel)
    {
        if (item.InMemory is null)
        {
            await files.RemoveAsync(item.Number, cancel);
        }

        Forget(item);
    }

    internal async Task QuarantineAsync(SpoolItem item, string reason, CancellationToken cancel)
    {
        if (item.InMemory is null)
        {
            await files.QuarantineAsync(item.Number, reason, cancel);
            CountQuarantined(item.Bytes);
        }

        Forget(item);
    }

    private static long OnDisk(long size) => (size + BlockBytes - 1) / BlockBytes * BlockBytes;

    // Only before the first entry, because a silo must start on a full disk too. Concurrent calls get the same numbers.
    private async Task<bool> TryTakeNumbersAsync(bool again = false)
    {
        if (!again && Volatile.Read(ref nextNumber) > 0)
        {
            return true;
        }

        try
        {
            var first = await files.TakeNumbersAsync(CancellationToken.None);
            lock (gate)
            {
                nextNumber = Math.Max(nextNumber, first);
                refusal = again ? null : refusal;
            }

            return true;
        }
        catch (StoreUnavailableException error)
        {
            Refuse(error, 0);
            return false;
        }
    }

    private long? Reserve(long size)
    {
        lock (gate)
        {
            if (bytes + quarantinedBytes + OnDisk(size) > bytesMax)
            {
                refusal = new SpoolRefusal(SpoolRefusalKind.Limit, $"the spool may use {bytesMax} bytes and uses {bytes + quarantinedBytes}");
                return null;
            }

            bytes += OnDisk(size);
            return nextNumber++;
        }
    }

    private void Refuse(StoreUnavailableException error, long size)
    {
        var message = error.InnerException?.Message ?? error.Message;
        lock (gate)
        {
            bytes -= OnDisk(size);
            refusal = error.IsDiskFull
                ? new SpoolRefusal(SpoolRefusalKind.DiskFull, $"the disk of the spool is full ({message})")
                : new SpoolRefusal(SpoolRefusalKind.DiskError, $"the disk of the spool fails ({message})");
        }
    }

    private SpoolItem? FirstHeld()
    {
        lock (gate)
        {
            return inMemoryCount == 0 ? null : items.Values.First(item => item.InMemory is not null);
        }
    }

    private void Keep(long number, long size, SpoolEntry entry, bool isReserved = false)
    {
        lock (gate)
        {
            bytes += isReserved ? 0 : OnDisk(size);
            refusal = null;
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

            if (item.InMemory is not null)
            {
                inMemoryCount--;
                return;
            }

            bytes -= OnDisk(item.Bytes);
            refusal = null;
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
