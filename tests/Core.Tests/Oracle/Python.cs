using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Oracle;

/// <summary>Runs <c>oracle.py</c>, which shares nothing with the product.</summary>
internal static class Python
{
    public static JsonNode Ask(string question, JsonNode request)
    {
        var start = new ProcessStartInfo("python3", [ScriptPath(), question]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = Process.Start(start)!;
        using (var input = python.StandardInput)
        {
            input.Write(request.ToJsonString());
        }

        var answer = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0 ? JsonNode.Parse(answer)! : throw new InvalidOperationException($"oracle.py ended with {python.ExitCode}");
    }

    /// <summary>Skips the test where python3 is not installed; under CI=true it fails.</summary>
    public static void Require()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "python3"))))
        {
            Missing.Dependency("python3 is not installed");
        }
    }

    public static JsonArray ArrayOf(IEnumerable<JsonNode?> nodes) => [.. nodes];

    private static string ScriptPath([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "oracle.py");
}
