namespace OrderBookSilo.Support;

/// <summary>A separate directory for one test, deleted with its contents on disposal.</summary>
public sealed class TempDirectory : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("orderbook-test-").FullName;

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
}
