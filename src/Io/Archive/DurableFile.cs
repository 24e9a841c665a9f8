using System.Runtime.InteropServices;

namespace OrderBookSilo.Io.Archive;

/// <summary>Files that appear whole or not at all, also when the machine loses power.</summary>
internal static class DurableFile
{
    /// <summary>Makes a file of these bytes appear under this path unless one is there already; false when one is.</summary>
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

    /// <summary>Makes a file of these bytes appear under this path in place of what is there.</summary>
    public static async Task ReplaceAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        var temporary = await WriteTemporaryAsync(path, bytes, cancel).ConfigureAwait(false);
        File.Move(temporary, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Moves a file to another directory, in place of what is there.</summary>
    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(to)!);
        SyncDirectory(Path.GetDirectoryName(from)!);
    }

    /// <summary>Makes a directory and its parents, down to the disk.</summary>
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

    // File.Move looks first and renames then, so one of two writers at once would replace the other's file. A link cannot.
    private static bool TryMove(string from, string to)
    {
        if (!OperatingSystem.IsWindows() && Link(from, to) == 0)
        {
            File.Delete(from);
            return true;
        }

        try
        {
            // What exists already, or a file system without links.
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
        // The underscore hides it from Hive-style readers, the random part from other writers of the same file.
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

    // A file's name is durable only once its directory is; .NET cannot open directories, so this asks the system.
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
