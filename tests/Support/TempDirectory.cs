namespace OrderBookSilo.Support;

/// <summary>
/// A separate directory for one test, deleted with its contents on disposal; in memory where there is room. Every database has
/// hundreds of files, and creating and deleting them on a disk takes more processor time than the tests themselves.
/// </summary>
public sealed class TempDirectory : IDisposable
{
    private const string Prefix = "orderbook-test-";
    private const string MemoryDisk = "/dev/shm";
    private const long MemoryBytesMin = 6L << 30;

    public string FullName { get; } = Create().FullName;

    public string this[string name] => Path.Combine(FullName, name);

    /// <summary>Lets other users enter, like a data directory created with the usual mode.</summary>
    public TempDirectory OpenToAll()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(FullName, File.GetUnixFileMode(FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }

        return this;
    }

    public void Dispose()
    {
        if (Directory.Exists(FullName))
        {
            Directory.Delete(FullName, recursive: true);
        }
    }

    private static DirectoryInfo Create()
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(MemoryDisk) || new DriveInfo(MemoryDisk).AvailableFreeSpace < MemoryBytesMin)
        {
            return Directory.CreateTempSubdirectory(Prefix);
        }

        var name = Prefix + Path.GetFileNameWithoutExtension(Path.GetRandomFileName());
        return Directory.CreateDirectory(Path.Combine(MemoryDisk, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
