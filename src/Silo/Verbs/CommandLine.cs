using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Verbs;

/// <summary>What the command line asks for: a verb, its operands, and settings.</summary>
internal sealed record CommandLine(string? Verb, IReadOnlyList<string> Operands, string[] Settings)
{
    public const string Help = "--help";
    public const string Version = "--version";
    public const string CheckSettings = "check-settings";

    /// <summary>Verbs with the number of their operands.</summary>
    private static readonly Dictionary<string, int> Verbs = new(StringComparer.Ordinal)
    {
        [Help] = 0,
        [Version] = 0,
        [CheckSettings] = 0,
        [DatabaseOnly.Verb] = 0,
        [MigrateOnly.Verb] = 0,
        [CopyArchive.Verb] = 1,
    };

    public static string Usage =>
        $"""
        OrderBookSilo {ProductVersion.Text}

        OrderBookSilo.Silo.dll [--Key value …]           runs a silo; docs/settings.md has the settings
        OrderBookSilo.Silo.dll {CheckSettings} [--Key value …]
                                                         reads and validates the settings, and starts nothing
        OrderBookSilo.Silo.dll {MigrateOnly.Verb} [--Key value …]   brings the database up to date
        OrderBookSilo.Silo.dll {DatabaseOnly.Verb} [--Key value …]  runs only the private PostgreSQL of a data directory
        OrderBookSilo.Silo.dll {CopyArchive.Verb} DIR [--Key value …]
                                                         copies an archive from a directory to the configured one
        OrderBookSilo.Silo.dll {Help} | {Version}

        Exit codes: 0 ended as requested, 1 it could not start or failed and may succeed later, 2 a setting or argument is wrong.
        """;

    /// <summary>Throws <see cref="ConfigurationException"/> for anything but a known verb, its operands and <c>--Key value</c> or <c>--Key=value</c>.</summary>
    public static CommandLine Read(string[] args)
    {
        if (args.FirstOrDefault(arg => arg is Help or "-h" or Version) is { } question)
        {
            return new CommandLine(question == Version ? Version : Help, [], []);
        }

        if (args.Length == 0 || args[0].StartsWith("--", StringComparison.Ordinal))
        {
            return new CommandLine(null, [], CheckedSettings(args));
        }

        var verb = args[0];
        if (!Verbs.TryGetValue(verb, out var count))
        {
            throw new ConfigurationException($"There is no verb or setting '{verb}'; {Help} lists the verbs, and settings are written --Key value.");
        }

        var operands = args[1..].TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
        return operands.Count == count
            ? new CommandLine(verb, operands, CheckedSettings(args[(1 + count)..]))
            : throw new ConfigurationException($"{verb} takes {(count == 0 ? "no operand" : "one operand, a directory")}; {Help} shows how it is written.");
    }

    // .NET's own reader ignores what it does not understand, so a mistyped option would start a silo without it.
    private static string[] CheckedSettings(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            var arg = args[i];
            if (!arg.StartsWith("--", StringComparison.Ordinal) || arg.Length == 2)
            {
                throw new ConfigurationException($"'{arg}' is not a setting; settings are written --Key value.");
            }

            if (!arg.Contains('=', StringComparison.Ordinal) && (++i == args.Length || args[i].StartsWith("--", StringComparison.Ordinal)))
            {
                throw new ConfigurationException($"{arg} has no value; settings are written --Key value.");
            }
        }

        return args;
    }
}
