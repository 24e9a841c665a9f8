using OrderBookSilo.Io;

namespace OrderBookSilo.Silo;

/// <summary>The silo's directory on local disk, which only the silo's user may enter.</summary>
internal static class DataDirectory
{
    /// <summary>What only a silo or its launcher makes. A directory with other contents may serve others, too.</summary>
    private static readonly string[] Marks = ["logs", "spool", "up.pid"];

    /// <summary>Creates it, or tightens the one of an earlier start; false when it is not the silo's alone.</summary>
    public static bool Create(string path)
    {
        var isOurs = !Directory.Exists(path) || Marks.Any(mark => Path.Exists(Path.Combine(path, mark)));
        if (isOurs)
        {
            PrivateDirectory.Create(path);
        }

        PrivateDirectory.Create(Path.Combine(path, "logs"));
        return isOurs;
    }
}
