using System.Globalization;

namespace OrderBookSilo.VenueSimulator;

/// <summary>The parsed command line.</summary>
/// <param name="Pins">Files whose bytes are returned as a product's book.</param>
/// <param name="ParentPid">The process whose end also ends this one; null for none.</param>
internal sealed record CommandLine(
    SimulatorOptions Options, IReadOnlyList<(string Venue, string Product, string File)> Pins, int? ParentPid)
{
    public const string Usage =
        "usage: OrderBookSilo.VenueSimulator [--urls URL] [--seed N] [--levels FACTOR] [--extra-markets N] "
        + "[--book-ms MS] [--pin VENUE:PRODUCT=FILE]... [--parent PID]";

    public static bool TryRead(string[] args, out CommandLine command, out string problem)
    {
        command = new CommandLine(new SimulatorOptions { Url = "http://127.0.0.1:8090" }, [], null);
        problem = "";
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : "";
            if (command.With(args[i], value) is not { } next)
            {
                problem = $"{args[i]} cannot be '{value}'";
                return false;
            }

            command = next;
        }

        return true;
    }

    private CommandLine? With(string name, string value)
    {
        var isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        return name switch
        {
            "--urls" when Uri.TryCreate(value, UriKind.Absolute, out _) => this with { Options = Options with { Url = value } },
            "--seed" when isNumber => this with { Options = Options with { Seed = number } },
            "--extra-markets" when isNumber => this with { Options = Options with { ExtraMarkets = number } },
            "--book-ms" when isNumber && number > 0 => this with { Options = Options with { BookTime = TimeSpan.FromMilliseconds(number) } },
            "--parent" when isNumber => this with { ParentPid = number },
            "--levels" when double.TryParse(value, CultureInfo.InvariantCulture, out var factor) && factor > 0 =>
                this with { Options = Options with { LevelsFactor = factor } },
            "--pin" when ReadPin(value) is { } pin => this with { Pins = [.. Pins, pin] },
            _ => null,
        };
    }

    private static (string Venue, string Product, string File)? ReadPin(string text)
    {
        var (colon, equal) = (text.IndexOf(':', StringComparison.Ordinal), text.IndexOf('=', StringComparison.Ordinal));
        return colon > 0 && equal > colon && File.Exists(text[(equal + 1)..])
            ? (text[..colon], text[(colon + 1)..equal], text[(equal + 1)..])
            : null;
    }
}
