using System.Runtime.InteropServices;

namespace OrderBookSilo.Io.Archive;

/// <summary>Writes files atomically, even across a power loss.</summary>
internal static class DurableFile
{
    /// <summary>Creates a file with these bytes unless the path exists; false when it does.</summary>
    public static async Task<bool> TryCreateAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var temporary = await WriteTemporaryAsync(path, bytes, cancel).ConfigureAwait(false);
        if (!TryMove(temporary, path))
        {
            File.Delete(temporary);
            return false;
        }

        SyncDirectory(Path.GetDirectoryName(path)!);
        return true;
    }

    /// <summary>Creates a file with these bytes, replacing an existing one.</summary>
    public static async Task ReplaceAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var temporary = await WriteTemporaryAsync(path, bytes, cancel).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Moves a file to another directory, replacing an existing one.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(to)!);
        SyncDirectory(Path.GetDirectoryName(from)!);
    }

    /// <summary>Creates a directory and its parents durably.</summary>
    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path);
        if (parent is not null)
        {
            CreateDirectory(parent);
        }

        Directory.CreateDirectory(path);
        if (parent is not null)
        {
            SyncDirectory(parent);
        }
    }

    // File.Move checks first and renames afterwards, so one of two concurrent writers would replace the other's file. A link cannot.
    private static bool TryMove(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && Link(from, to) == 0)
        {
            File.Delete(from);
            return true;
        }

        try
        {
            // The file exists already, or the file system does not support links.
            File.Move(from, to, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    private static async Task<string> WriteTemporaryAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        // The underscore hides it from Hive-style readers, the random part avoids conflicts with other writers of the same file.
        var temporary = Path.Combine(Path.GetDirectoryName(path)!, $"_{Path.GetRandomFileName()}.tmp");
        try
        {
            using var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.Asynchronous);
            await RandomAccess.WriteAsync(file, bytes, fileOffset: 0, cancel).ConfigureAwait(false);
            RandomAccess.FlushToDisk(file);
            return temporary;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    // A file's name is durable only once its directory is synced; .NET cannot open directories, so this calls the system directly.
    private static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(path, 0);
        if (handle >= 0)
        {
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "link")]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
