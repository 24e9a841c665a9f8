using System.Text.RegularExpressions;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>The files of <c>deploy</c> as texts.</summary>
internal static partial class Deployed
{
    public static string Alerts => Read("alerts.yml");

    public static string PathOf(string file) => Path.Combine(Path.GetDirectoryName(Built.Launcher)!, "deploy", file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The metrics that expressions name: those of our own, of Orleans, of the web server and of the runtime.</summary>
    public static IReadOnlySet<string> MetricsIn(string text) => Metric().Matches(text).Select(match => match.Value).ToHashSet();

    /// <summary>The path of the program; ends the test when it is not installed.</summary>
    public static string Program(string name)
    {
        var path = $"/usr/bin/{name}";
        if (!File.Exists(path))
        {
            Missing.Dependency($"{name} is not installed; on Debian: apt-get install -y --no-install-recommends prometheus");
        }

        return path;
    }

    [GeneratedRegex(@"\b(orderbook|orleans|http_server|dotnet)_[a-z0-9_]+")]
    private static partial Regex Metric();
}
