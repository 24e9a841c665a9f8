using Spectre.Console;

namespace OrderBookSilo.Client.Output;

/// <summary>
/// Writes answers to stdout and error messages to stderr. Colours and lines appear only on a terminal that supports them; a file or a
/// pipe gets plain text without line wrapping.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const int PipeWidth = 1000;
    private readonly Stream output;

    private Screen(bool isTerminal)
    {
        IsTerminal = isTerminal;
        output = Console.OpenStandardOutput();
        Out = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && !IsColourless ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(Console.Out),
        });
        if (!isTerminal)
        {
            Out.Profile.Width = PipeWidth;
            Out.Profile.Capabilities.Unicode = true;
        }
    }

    /// <summary>Whether the output goes to a terminal.</summary>
    public bool IsTerminal { get; }

    public IAnsiConsole Out { get; }

    private static bool IsColourless => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    public static Screen OfThisProcess() => new(!Console.IsOutputRedirected);

    /// <summary>Writes the bytes of an answer unchanged; on a terminal, a missing final line end is added.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        if (IsTerminal)
        {
            output.Write("\n"u8);
        }

        output.Flush();
    }

    /// <summary>Writes the bytes of an answer as a line.</summary>
    public void WriteLine(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        output.Write("\n"u8);
        output.Flush();
    }

    /// <summary>Writes a sentence to stderr.</summary>
    public void Complain(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>Writes a line of markup.</summary>
    public void Say(string markup) => Out.MarkupLine(markup);

    public void Dispose() => output.Dispose();
}
