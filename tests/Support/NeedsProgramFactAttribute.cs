using Xunit;

namespace OrderBookSilo.Support;

/// <summary>A fact that needs a program; skipped on a laptop that lacks it, failing under CI=true.</summary>
public sealed class NeedsProgramFactAttribute : FactAttribute
{
    public NeedsProgramFactAttribute(string program, bool alsoRecorded = false)
    {
        if (!IsOnPath(program) && Environment.GetEnvironmentVariable("CI") != "true")
        {
            Skip = $"{program} is not installed";
        }
        else if (alsoRecorded && !Fixtures.ArePresent)
        {
            Skip = $"no recorded payloads in {Fixtures.Folder}";
        }
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
