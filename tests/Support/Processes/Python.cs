using System.Diagnostics;
using Xunit;

namespace OrderBookSilo.Support.Processes;

/// <summary>Runs scripts that compute expected values; they share nothing with the product.</summary>
public static class Python
{
    /// <summary>The lines printed by a script; ends the test when python3 is not installed.</summary>
    public static async Task<string[]> RunAsync(string script, string[] arguments, string input = "")
    {
        using var python = Start(script, arguments);
        var output = python.StandardOutput.ReadToEndAsync();
        await python.StandardInput.WriteAsync(input);
        python.StandardInput.Close();
        var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await python.WaitForExitAsync();
        Assert.Equal(0, python.ExitCode);
        return lines;
    }

    private static Process Start(string script, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", [script, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Missing.Dependency("python3 is not installed");
            throw;
        }
    }
}
