namespace OrderBookSilo.Io;

/// <summary>Directories that only their owner may enter, whatever the umask of the process is.</summary>
public static class PrivateDirectory
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Creates a directory for its owner alone, or tightens an existing one. Its parents are created as usual.</summary>
    public static void Create(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            Tighten(path);
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            Directory.CreateDirectory(parent);
        }

        Directory.CreateDirectory(path, Owner);
    }

    /// <summary>
    /// Takes the rights of others away. A group that may only enter, and not read, stays: it is how the user of the private PostgreSQL
    /// reaches its own directory. Does nothing to the directory of another user, and to one that all users share.
    /// </summary>
    public static void Tighten(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) == 0 || mode.HasFlag(UnixFileMode.StickyBit))
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(path, mode & Owner);
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
