namespace OrderBookSilo.Support;

/// <summary>A directory of its own for one test, deleted with all that is in it when disposed.</summary>
public sealed class TempDirectory : IDisposable
{
    public string FullName { get; } = Directory.CreateTempSubdirectory("orderbook-test-").FullName;

    public string this[string name] => Path.Combine(FullName, name);

    /// <summary>Lets other users enter, as a data directory made with the usual mode does.</summary>
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
