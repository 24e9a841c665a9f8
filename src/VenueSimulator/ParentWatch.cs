using System.Diagnostics;

namespace OrderBookSilo.VenueSimulator;

/// <summary>Lets a program end with the one that started it, however that ends.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends when no process has this id any more; never when there is none to watch.</summary>
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
