using System.Globalization;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Archive;

/// <summary>
/// The spool's entries as files of one directory, <c>NUMBER.entry</c>, those set aside in <c>aside</c> below it with the
/// reason as <c>NUMBER.txt</c>. The directory belongs to one process at a time.
/// </summary>
public sealed class SpoolDirectory : ISpoolFiles, IDisposable
{
    private const string Extension = ".entry";

    private readonly string waiting;
    private readonly string aside;
    private readonly FileStream owner;

    private SpoolDirectory(string waiting, FileStream owner)
    {
        (this.waiting, this.owner) = (waiting, owner);
        aside = Path.Combine(waiting, "aside");
        DurableFile.CreateDirectory(aside);
    }

    /// <summary>Makes the directory where it is missing and takes hold of it; throws <see cref="StoreUnavailableException"/>, also when another process has it.</summary>
    public static SpoolDirectory Open(string path)
    {
        try
        {
            var full = Path.GetFullPath(path);
            DurableFile.CreateDirectory(full);
            var owner = new FileStream(Path.Combine(full, "_owner.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new SpoolDirectory(full, owner);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException(Spool.Store, failure);
        }
    }

    public Task<IReadOnlyList<SpoolFile>> ListAsync(CancellationToken cancel) => GuardAsync(() =>
    {
        foreach (var unfinished in Directory.EnumerateFiles(waiting, "_*.tmp").Concat(Directory.EnumerateFiles(aside, "_*.tmp")))
        {
            File.Delete(unfinished);
        }

        return Task.FromResult(List(waiting));
    });

    public Task<IReadOnlyList<SpoolFile>> ListAsideAsync(CancellationToken cancel) => GuardAsync(() => Task.FromResult(List(aside)));

    public Task AddAsync(long number, ReadOnlyMemory<byte> bytes, CancellationToken cancel) => GuardAsync(async () =>
        await DurableFile.TryCreateAsync(PathOf(waiting, number), bytes, cancel).ConfigureAwait(false)
            ? true
            : throw new IOException($"entry {number} is there already"));

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

    public Task SetAsideAsync(long number, string reason, CancellationToken cancel) => GuardAsync(async () =>
    {
        if (File.Exists(PathOf(waiting, number)))
        {
            DurableFile.Move(PathOf(waiting, number), PathOf(aside, number));
        }

        await TryWriteReasonAsync(Path.Combine(aside, $"{NameOf(number)}.txt"), reason, cancel).ConfigureAwait(false);
        return true;
    });

    public void Dispose() => owner.Dispose();

    private static IReadOnlyList<SpoolFile> List(string directory) =>
        [.. new DirectoryInfo(directory).EnumerateFiles("*" + Extension)
            .Select(file => (IsEntry: TryReadName(file.Name, out var number), Entry: new SpoolFile(number, file.Length)))
            .Where(file => file.IsEntry)
            .Select(file => file.Entry)
            .OrderBy(entry => entry.Number)];

    private static string PathOf(string directory, long number) => Path.Combine(directory, NameOf(number) + Extension);

    private static string NameOf(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

    private static bool TryReadName(string name, out long number) =>
        long.TryParse(name[..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out number);

    // The reason is in the log as well, and a full disk must not keep the entry in the way.
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
            throw new StoreUnavailableException(Spool.Store, failure);
        }
    }
}
