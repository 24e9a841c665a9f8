using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;

namespace OrderBookSilo.Client;

/// <summary>Parses a command line and runs its command; a line without one is a usage error.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(Command root, string[] args, Screen screen)
    {
        root.Options.Add(new HelpOption());

        // A product such as @TOKEN is a name, not a response file.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction)
        {
            screen.Complain(string.Join(Environment.NewLine, Mistakes(parsed)));
            screen.Complain($"Help: ./{Path(parsed.CommandResult.Command)} --help");
            return ExitCode.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (UsageException usage)
        {
            screen.Complain(usage.Message);
            return ExitCode.Usage;
        }
        catch (SiloUnreachableException unreachable)
        {
            screen.Complain(unreachable.Message);
            return ExitCode.Unreachable;
        }
    }

    // An unknown word makes the rest of the line look wrong too, so only it is reported.
    private static IEnumerable<string> Mistakes(ParseResult parsed) =>
        parsed.UnmatchedTokens.Count > 0
            ? parsed.UnmatchedTokens.Select(token => $"'{Words.Printable(WithoutValue(token))}' is unknown here.")
            : parsed.Errors.Select(error => error.Message).Distinct();

    // A connection string that is on the line by mistake must not put its password in a log as well.
    private static string WithoutValue(string token)
    {
        var equals = token.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? token : $"{token[..equals]}=…";
    }

    private static string Path(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : command.Name;
}
