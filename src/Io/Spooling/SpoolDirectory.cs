using System.Globalization;
using System.Text;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Io.Archive;

namespace OrderBookSilo.Io.Spooling;

/// <summary>
/// The spool's entries as files of one directory, <c>NUMBER.entry</c>; quarantined ones are in its subdirectory <c>aside</c>,
/// with the reason as <c>NUMBER.txt</c>. Entries removed by hand can be put back: <c>_numbers</c> contains the last reserved
/// numbers, and later numbers are larger. The directory belongs to one process at a time.
/// </summary>
public sealed class SpoolDirectory : ISpoolFiles, IDisposable
{
    private const string Extension = ".entry";

    /// <summary>Numbers reserved at once, more than a process ever needs.</summary>
    private const long Together = 1_000_000_000;

    private readonly string waiting;
    private readonly string quarantined;
    private readonly string numbers;
    private readonly FileStream owner;

    private SpoolDirectory(string waiting, FileStream owner)
    {
        (this.waiting, this.owner) = (waiting, owner);
        quarantined = Path.Combine(waiting, "aside");
        numbers = Path.Combine(waiting, "_numbers");
        DurableFile.CreateDirectory(quarantined);
    }

    /// <summary>
    /// Creates the directory if necessary and locks it; throws <see cref="StoreUnavailableException"/>, also when another
    /// process holds the lock.
    /// </summary>
    public static SpoolDirectory Open(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            DurableFile.CreateDirectory(full);
            PrivateDirectory.Tighten(full);
            var owner = new FileStream(Path.Combine(full, "_owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new SpoolDirectory(full, owner);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(Spool.Store, failure) { IsDiskFull = DiskErrors.IsDiskFull(failure) };
        }
    }

    public Task<IReadOnlyList<SpoolFile>> ListAsync(CancellationToken cancel) => GuardAsync(() =>
    {
        foreach (var unfinished in Directory.EnumerateFiles(waiting, "_*.tmp").Concat(Directory.EnumerateFiles(quarantined, "_*.tmp")))
        {
            File.Delete(unfinished);
        }

        return Task.FromResult(List(waiting));
    });

    public Task<IReadOnlyList<SpoolFile>> ListQuarantinedAsync(CancellationToken cancel) => GuardAsync(() => Task.FromResult(List(quarantined)));

    public Task<long> TakeNumbersAsync(CancellationToken cancel) => GuardAsync(async () =>
    {
        var taken = File.Exists(numbers) ? ReadTaken(await File.ReadAllTextAsync(numbers, cancel).ConfigureAwait(false)) : -1;
        var here = List(waiting).Concat(List(quarantined)).Select(file => file.Number / Together).DefaultIfEmpty(-1).Max();
        var next = Math.Max(taken, here) + 1;
        await DurableFile.ReplaceAsync(numbers, Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture)), cancel).ConfigureAwait(false);
        return (next * Together) + 1;
    });

    public Task AddAsync(long number, ReadOnlyMemory<byte> bytes, CancellationToken cancel) => GuardAsync(async () =>
        await DurableFile.TryCreateAsync(PathOf(waiting, number), bytes, cancel).ConfigureAwait(false)
            ? true
            : throw new IOException($"entry {number} already exists"));

    public Task<byte[]?> ReadAsync(long number, CancellationToken cancel) => GuardAsync(async () =>
    {
        var path = PathOf(waiting, number);
        return File.Exists(path) ? await File.ReadAllBytesAsync(path, cancel).ConfigureAwait(false) : null;
    });

    public Task RemoveAsync(long number, CancellationToken cancel) => GuardAsync(() =>
    {
        File.Delete(PathOf(waiting, number));
        return Task.FromResult(true);
    });

    public Task QuarantineAsync(long number, string reason, CancellationToken cancel) => GuardAsync(async () =>
    {
        if (File.Exists(PathOf(waiting, number)))
        {
            DurableFile.Move(PathOf(waiting, number), PathOf(quarantined, number));
        }

        await TryWriteReasonAsync(Path.Combine(quarantined, $"{NameOf(number)}.txt"), reason, cancel).ConfigureAwait(false);
        return true;
    });

    public void Dispose() => owner.Dispose();

    private static IReadOnlyList<SpoolFile> List(string directory) =>
        [.. new DirectoryInfo(directory).EnumerateFiles("*" + Extension)
            .Select(file => (IsEntry: TryReadName(file.Name, out var number), Entry: new SpoolFile(number, file.Length)))
            .Where(file => file.IsEntry)
            .Select(file => file.Entry)
            .OrderBy(entry => entry.Number)];

    private long ReadTaken(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var taken) ? taken : throw new IOException($"{numbers} contains no number");

    private static string PathOf(string directory, long number) => Path.Combine(directory, NameOf(number) + Extension);

    private static string NameOf(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    private static bool TryReadName(string name, out long number) =>
        long.TryParse(name[..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // The reason is also logged, and a full disk must not keep the entry in the spool.
    private static async Task TryWriteReasonAsync(string path, string reason, CancellationToken cancel)
    {
        try
        {
            await File.WriteAllTextAsync(path, reason + "\n", cancel).ConfigureAwait(false);
        }
        catch (IOException)
        {
        }
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(Spool.Store, failure) { IsDiskFull = DiskErrors.IsDiskFull(failure) };
        }
    }
}
