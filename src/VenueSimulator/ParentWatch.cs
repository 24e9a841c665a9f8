using System.Diagnostics;

namespace OrderBookSilo.VenueSimulator;

/// <summary>Ends the program when the process that started it ends, however that happens.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Completes when no process has this id any more; never when there is none to watch.</summary>
    public static async Task EndAsync(int? parentPid)
    {
        while (parentPid is not { } pid || IsRunning(pid))
        {
            await Task.Delay(Period);
        }
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
