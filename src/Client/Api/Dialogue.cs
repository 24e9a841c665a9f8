using System.CommandLine;
using OrderBookSilo.Client.Output;

namespace OrderBookSilo.Client.Api;

/// <summary>One question and its answer: asks the silo, shows what it says, and turns it into an exit code.</summary>
internal sealed class Dialogue(GlobalOptions globals, Screen screen, TimeProvider time, Func<string, string?> environment)
{
    public Screen Screen => screen;

    public TimeProvider Time => time;

    /// <summary>The silo or the cluster that this command line names.</summary>
    public ISilo Open(ParseResult parsed) => globals.Open(parsed, environment);

    /// <summary>The silo by its URL, for what a cluster's gateway does not carry: files, and answers without end.</summary>
    public HttpSilo OpenHttp(ParseResult parsed) =>
        Open(parsed) as HttpSilo ?? throw new UsageException("This goes over HTTP: name one silo with --url instead of --cluster.");

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(globals.Json);

    /// <summary>Asks once; shows the answer as JSON bytes or with <paramref name="show"/>.</summary>
    public async Task<int> AskAsync<T>(
        ParseResult parsed, HttpMethod method, string path, Action<Screen, T> show, CancellationToken cancel)
        where T : class
    {
        await using var silo = Open(parsed);
        return Show(await silo.SendAsync(method, path, cancel), WantsJson(parsed), show);
    }

    /// <summary>Shows one answer and says what it means for the exit code.</summary>
    public int Show<T>(Reply reply, bool asJson, Action<Screen, T> show)
        where T : class
    {
        if (asJson && reply.IsJson)
        {
            screen.WriteBytes(reply.Body);
        }

        if (!reply.IsSuccess)
        {
            return Complain(reply);
        }

        if (asJson)
        {
            return ExitCode.Ok;
        }

        if (reply.Read<T>() is not { } answer)
        {
            screen.Complain("The silo's answer has another shape than this console knows; are both of the same version?");
            return ExitCode.Failure;
        }

        show(screen, answer);
        return ExitCode.Ok;
    }

    /// <summary>The problem's sentence and the nearest names, for people.</summary>
    public int Complain(Reply reply)
    {
        var problem = reply.Read<Problem>();
        var detail = problem?.Detail ?? problem?.Title ?? $"What answers here is no silo: HTTP {reply.Status} without a JSON answer";
        screen.Complain(Sentence(detail));
        var nearest = string.Join(", ", problem?.Nearest ?? []);
        if (!detail.Contains(nearest, StringComparison.Ordinal))
        {
            screen.Complain(Words.Printable($"Nearest: {nearest}"));
        }

        if (reply.Status == 401)
        {
            screen.Complain($"This console sends the key that {SiloUrl.KeyVariable} holds, or the file of --key-file.");
        }

        return ExitCode.Failure;
    }

    private static string Sentence(string text)
    {
        var trimmed = Words.Printable(text).Trim();
        return trimmed.Length > 0 && !".!?".Contains(trimmed[^1]) ? trimmed + "." : trimmed;
    }
}
