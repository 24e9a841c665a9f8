using System.Globalization;

namespace OrderBookSilo.Support.Faults;

/// <summary>
/// The wall clock of processes started with <see cref="Environment"/>, which can jump forward and back while they run. Debian's
/// libfaketime changes only the wall clock and leaves the monotonic clock alone, as when an operator sets a machine's clock.
/// </summary>
public sealed class MovedClock : IDisposable
{
    private const string Library = "libfaketimeMT.so.1";
    private const string SharedMemory = "/dev/shm";

    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private TimeSpan latest;

    /// <summary>A clock with the right time; ends the test when libfaketime is not installed.</summary>
    public MovedClock()
    {
        var library = Directory.Exists("/usr/lib")
            ? Directory.EnumerateDirectories("/usr/lib").Select(folder => Path.Combine(folder, "faketime", Library)).FirstOrDefault(File.Exists)
            : null;
        if (library is null)
        {
            Missing.Dependency($"{Library} not found; on Debian: apt-get install -y --no-install-recommends faketime");
        }

        Environment = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = library!,
            ["FAKETIME_TIMESTAMP_FILE"] = directory["clock"],
            ["FAKETIME_CACHE_DURATION"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",

            // .NET already waits on the monotonic clock; with the library's own translation every such wait returns immediately and spins.
            ["FAKETIME_FORCE_MONOTONIC_FIX"] = "0",
            ["NO_FAKE_STAT"] = "1",
        };
        Write();
    }

    /// <summary>The environment variables of the processes to start.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>A file with the seconds by which the clock was ahead at most, for a database whose clock follows it but is never set back.</summary>
    public string LatestFile => directory["latest"];

    /// <summary>How far the clock is ahead, in whole seconds.</summary>
    public TimeSpan Offset { get; private set; }

    /// <summary>The current time as its processes see it, within a second of a jump.</summary>
    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Offset;

    /// <summary>Sets the clock forward or back; running processes see it within a second.</summary>
    public void Jump(TimeSpan by)
    {
        Offset += TimeSpan.FromSeconds(Math.Round(by.TotalSeconds));
        Write();
    }

    /// <summary>Removes the library's files left by a killed process.</summary>
    public static void CleanUpAfter(int processId)
    {
        foreach (var left in Directory.EnumerateFiles(SharedMemory, $"*faketime_*_{processId}"))
        {
            File.Delete(left);
        }
    }

    public void Dispose() => directory.Dispose();

    private void Write()
    {
        latest = Offset > latest ? Offset : latest;
        Write("clock", Offset);
        Write("latest", latest);
    }

    private void Write(string name, TimeSpan offset)
    {
        File.WriteAllText(directory["next"], offset.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture) + "\n");
        File.Move(directory["next"], directory[name], overwrite: true);
    }
}
