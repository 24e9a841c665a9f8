using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>
/// An archive in a directory. The metadata <c>_NAME.meta.json</c> is written first and never replaced, so storing the same body
/// later returns the same times, even from another process or after a crash.
/// </summary>
public sealed class FileArchive(string directory) : IArchive
{
    private readonly string root = Path.GetFullPath(directory);

    // Once known, it must stay: without it the disk was unmounted or replaced, and the directory below is another one.
    private volatile string? marker;

    public Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel) =>
        GuardAsync(() => StoreFilesAsync(capture, cancel));

    // The operating system reads files synchronously in any case, so this thread can do the reading.
    public Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel) =>
        GuardAsync(() =>
        {
            cancel.ThrowIfCancellationRequested();
            return Task.FromResult(Read(key, slotLength, buffer));
        });

    public Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel) => GuardAsync(() => ReadSizeAsync(PathOf(key), cancel));

    public Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel) =>
        GuardAsync(() => Task.FromResult(List(ArchiveKey.PrefixOf(market, slot))));

    public async IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken cancel)
    {
        var folders = new Stack<string>([PathOf(ArchiveKey.PrefixOf(place).TrimEnd('/'))]);
        while (folders.TryPop(out var folder))
        {
            cancel.ThrowIfCancellationRequested();
            var (files, inside) = await GuardAsync(() => Task.FromResult(Look(folder))).ConfigureAwait(false);
            foreach (var file in files)
            {
                yield return ArchiveKey.Entry(Path.GetRelativePath(root, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length);
            }

            foreach (var next in inside)
            {
                folders.Push(next);
            }
        }
    }

    public Task<string?> ReadMarkerAsync(CancellationToken cancel) =>
        GuardAsync(
            () =>
            {
                var found = ReadMarker();
                marker = found ?? marker;
                return Task.FromResult(found);
            },
            isMarked: false);

    public Task<bool> TryAddMarkerAsync(string archiveId, CancellationToken cancel) =>
        GuardAsync(() => AddMarkerAsync(archiveId, cancel));

    private async Task<bool> AddMarkerAsync(string archiveId, CancellationToken cancel)
    {
        DurableFile.CreateDirectory(root);
        return await DurableFile.TryCreateAsync(PathOf(ArchiveMarker.Key), Encoding.UTF8.GetBytes(archiveId), cancel).ConfigureAwait(false);
    }

    private string? ReadMarker()
    {
        var path = PathOf(ArchiveMarker.Key);
        return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
    }

    private async Task<ArchivedCapture> StoreFilesAsync(Capture capture, CancellationToken cancel)
    {
        var key = ArchiveKey.Of(capture).ToString();
        var path = PathOf(key);
        if (File.Exists(path) && ReadMetadata(MetadataPathOf(path)) is { } before)
        {
            var existing = ArchiveObject.Reuse(key, before, capture);
            CheckStored(key);
            return existing;
        }

        DurableFile.CreateDirectory(Path.GetDirectoryName(path)!);
        var compressed = ArchiveObject.Compress(capture.Body.Span);
        var stored = await StoreMetadataAsync(MetadataPathOf(path), ArchiveMetadata.Of(capture, compressed), cancel).ConfigureAwait(false);
        var archived = ArchiveObject.Reuse(key, stored, capture);
        await DurableFile.TryCreateAsync(path, compressed, cancel).ConfigureAwait(false);
        return archived;
    }

    private void CheckStored(string key)
    {
        try
        {
            Read(key, slotLength: null, buffer: null);
        }
        catch (InvalidDataException damage)
        {
            throw new StoreUnavailableException("archive", damage) { IsRefusal = true };
        }
    }

    private static async Task<ArchiveMetadata> StoreMetadataAsync(string path, ArchiveMetadata metadata, CancellationToken cancel)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(metadata.ToFields());
        if (await DurableFile.TryCreateAsync(path, bytes, cancel).ConfigureAwait(false))
        {
            return metadata;
        }

        if (ReadMetadata(path) is { } stored)
        {
            return stored;
        }

        await DurableFile.ReplaceAsync(path, bytes, cancel).ConfigureAwait(false);
        return metadata;
    }

    private ArchivedCapture? Read(string key, TimeSpan? slotLength, RentedBytes? buffer)
    {
        if (!ArchiveKey.TryParse(key, out _))
        {
            throw new InvalidDataException($"'{key}' is not an archive key");
        }

        var path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        var metadata = ReadMetadata(MetadataPathOf(path))
            ?? throw new InvalidDataException($"{key}: its metadata are missing or unreadable");
        using var compressed = new RentedBytes();
        return ArchiveObject.Open(key, metadata, ReadBytes(key, path, compressed), slotLength, buffer);
    }

    // An object is complete when it appears; one extra byte is requested to detect its end.
    private static ArraySegment<byte> ReadBytes(string key, string path, RentedBytes buffer)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.Length > ArchiveObject.BodyBytesMax)
        {
            throw new InvalidDataException($"{key}: {file.Length} bytes exceed the size of any object");
        }

        var bytes = buffer.Take((int)file.Length + 1);
        return bytes[..file.ReadAtLeast(bytes, bytes.Count, throwOnEndOfStream: false)];
    }

    private static async Task<long?> ReadSizeAsync(string path, CancellationToken cancel)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        await using var file = File.OpenRead(path);
        var end = new byte[Math.Min(ArchiveObject.SizeBytes, file.Length)];
        file.Seek(-end.Length, SeekOrigin.End);
        await file.ReadExactlyAsync(end, cancel).ConfigureAwait(false);
        return ArchiveObject.ReadSize(end);
    }

    private static ArchiveMetadata? ReadMetadata(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(bytes);
            return fields is not null && ArchiveMetadata.TryRead(fields, out var metadata) ? metadata : null;
        }
        catch (Exception unreadable) when (unreadable is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    // Names with an underscore are metadata and unfinished files. The first folder is taken from the stack first.
    private static (FileInfo[] Files, string[] Inside) Look(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return ([], []);
        }

        var files = new DirectoryInfo(folder).GetFiles().Where(file => !file.Name.StartsWith('_'));
        return ([.. files.OrderBy(file => file.Name, StringComparer.Ordinal)], [.. Directory.GetDirectories(folder).OrderDescending(StringComparer.Ordinal)]);
    }

    private IReadOnlyList<string> List(string prefix)
    {
        var slash = prefix.LastIndexOf('/');
        var folder = PathOf(prefix[..slash]);
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, prefix[(slash + 1)..] + "*")
                .Select(path => $"{prefix[..slash]}/{Path.GetFileName(path)}")
                .Where(key => ArchiveKey.TryParse(key, out _))];
    }

    private string PathOf(string key) => Path.Combine(root, key.Replace('/', Path.DirectorySeparatorChar));

    private static string MetadataPathOf(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $"_{Path.GetFileName(path)}.meta.json");

    private async Task<T> GuardAsync<T>(Func<Task<T>> work, bool isMarked = true)
    {
        try
        {
            if (isMarked && marker is { } known && ReadMarker() != known)
            {
                throw new IOException($"its marker {ArchiveMarker.Key} is gone or another one: is its disk mounted?");
            }

            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException("archive", failure) { IsDiskFull = DiskErrors.IsDiskFull(failure) };
        }
    }
}
