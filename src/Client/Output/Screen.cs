using Spectre.Console;

namespace OrderBookSilo.Client.Output;

/// <summary>
/// Where answers go (stdout) and complaints go (stderr). Colours and lines only on a terminal that wants them; a file or a
/// pipe gets plain text that no width folds.
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

    /// <summary>Whether a person sees the output as it comes.</summary>
    public bool IsTerminal { get; }

    public IAnsiConsole Out { get; }

    private static bool IsColourless => Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };

    public static Screen OfThisProcess() => new(!Console.IsOutputRedirected);

    /// <summary>Bytes of an answer, unchanged; a terminal gets the line end that the bytes lack.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        if (IsTerminal)
        {
            output.Write("\n"u8);
        }

        output.Flush();
    }

    /// <summary>Bytes of an answer as a line.</summary>
    public void WriteLine(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        output.Write("\n"u8);
        output.Flush();
    }

    /// <summary>A sentence on stderr.</summary>
    public void Complain(string sentence) => Console.Error.WriteLine(sentence);

    /// <summary>A line of markup.</summary>
    public void Say(string markup) => Out.MarkupLine(markup);

    public void Dispose() => output.Dispose();
}
