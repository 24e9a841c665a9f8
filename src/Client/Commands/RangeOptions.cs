using System.CommandLine;
using OrderBookSilo.Client.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary>The time range of a command; both ends are optional.</summary>
internal sealed class RangeOptions
{
    private readonly Option<string> from = new("--from") { Description = "First time, UTC, such as 2026-11-22 or 2026-11-22T10:00Z; default 24 h ago.", HelpName = "TIME" };
    private readonly Option<string> to = new("--to") { Description = "End, not included; default now.", HelpName = "TIME" };

    public RangeOptions(Command command)
    {
        command.Options.Add(from);
        command.Options.Add(to);
    }

    public (string, string?) From(ParseResult parsed) => ("from", Paths.Instant("--from", parsed.GetValue(from)));

    public (string, string?) To(ParseResult parsed) => ("to", Paths.Instant("--to", parsed.GetValue(to)));
}
