using System.CommandLine;

namespace OrderBookSilo.Client;

/// <summary>The options that every command takes.</summary>
internal sealed class GlobalOptions
{
    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Write exactly the silo's JSON, for programs.",
        Recursive = true,
    };

    public Option<string> Url { get; } = new("--url")
    {
        Description = "Where the silo is. Also ORDERBOOK_URL; default http://127.0.0.1:8080.",
        Recursive = true,
        HelpName = "URL",
    };
}
