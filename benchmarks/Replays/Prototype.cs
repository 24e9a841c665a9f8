using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace OrderBookSilo.Benchmarks.Replays;

/// <summary>The same work in the Python prototype.</summary>
internal static class Prototype
{
    private const string Limit = "100000";

    /// <summary>Processor seconds for these files; null without Python.</summary>
    public static double? Seconds(IEnumerable<string> files, [CallerFilePath] string thisFile = "")
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(Path.GetDirectoryName(thisFile)!, "prototype.py"), Limit])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        try
        {
            using var python = Process.Start(start)!;
            python.StandardInput.Write(string.Join('\n', files));
            python.StandardInput.Close();
            var seconds = double.Parse(python.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture);
            python.WaitForExit();
            return seconds;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
