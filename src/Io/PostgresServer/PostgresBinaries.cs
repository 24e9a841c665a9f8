using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>An installed PostgreSQL.</summary>
internal sealed partial record PostgresBinaries(string Directory, int Major)
{
    public const int MajorMin = 15;

    public string Path(string program) => System.IO.Path.Combine(Directory, program);

    /// <summary>
    /// The newest suitable installation, or the one that matches an existing cluster; throws
    /// <see cref="PostgresNotInstalledException"/>.
    /// </summary>
    public static async Task<PostgresBinaries> FindAsync(IReadOnlyList<string>? directories, int? clusterMajor, CancellationToken cancel)
    {
        PostgresBinaries? best = null;
        foreach (var directory in directories ?? await UsualDirectoriesAsync(cancel))
        {
            var major = await ReadMajorAsync(directory, cancel);
            if (major >= MajorMin && (clusterMajor is null || major == clusterMajor) && major > (best?.Major ?? 0))
            {
                best = new PostgresBinaries(directory, major.Value);
            }
        }

        return best ?? throw new PostgresNotInstalledException(
            clusterMajor is { } needed ? $"{needed}, which created the data," : $"{MajorMin} or newer");
    }

    private static async Task<List<string>> UsualDirectoriesAsync(CancellationToken cancel)
    {
        var directories = Versioned("/usr/lib/postgresql", "*", "bin")
            .Concat(Versioned("/usr", "pgsql-*", "bin"))
            .Concat(Versioned("/opt/homebrew/opt", "postgresql@*", "bin"))
            .Concat(Versioned("/usr/local/opt", "postgresql@*", "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        try
        {
            var (exitCode, output) = await Tool.RunAsync(["pg_config", "--bindir"], cancel);
            return exitCode == 0 ? [.. directories, output.Trim()] : directories;
        }
        catch (Win32Exception)
        {
            return directories;
        }
    }

    private static IEnumerable<string> Versioned(string parent, string pattern, string child) =>
        System.IO.Directory.Exists(parent)
            ? System.IO.Directory.EnumerateDirectories(parent, pattern).Select(directory => System.IO.Path.Combine(directory, child))
            : [];

    private static async Task<int?> ReadMajorAsync(string directory, CancellationToken cancel)
    {
        var server = System.IO.Path.Combine(directory, "postgres");
        if (!File.Exists(server) || !File.Exists(System.IO.Path.Combine(directory, "initdb")))
        {
            return null;
        }

        var (_, output) = await Tool.RunAsync([server, "--version"], cancel);
        return Version().Match(output) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d{1,4})")]
    private static partial Regex Version();
}
