using System.Runtime.CompilerServices;

namespace OrderBookSilo.Support;

/// <summary>
/// The location of the recorded payloads: <c>ORDERBOOK_FIXTURES</c>, otherwise <c>../shared/fixtures</c> beside the repository.
/// </summary>
public static class Fixtures
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("ORDERBOOK_FIXTURES") is { Length: > 0 } folder
        ? folder
        : Path.GetFullPath(Path.Combine(RepositoryFolder(), "..", "shared", "fixtures"));

    /// <summary>Skips the test where there are no recorded payloads, even in CI.</summary>
    public static void Require()
    {
        if (!Directory.Exists(Folder))
        {
            Missing.Optional($"no recorded payloads in {Folder} (ORDERBOOK_FIXTURES sets another location)");
        }
    }

    /// <summary>A recorded payload by its path relative to the folder.</summary>
    public static byte[] Read(string path) => File.ReadAllBytes(Path.Combine(Folder, path));

    /// <summary>Relative paths of one venue's files that match a pattern, ordered by name; empty when there are none.</summary>
    public static IReadOnlyList<string> List(string venue, string pattern) =>
        Directory.Exists(Path.Combine(Folder, venue))
            ? [.. Directory.EnumerateFiles(Path.Combine(Folder, venue), pattern).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)]
            : [];

    private static string RepositoryFolder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
