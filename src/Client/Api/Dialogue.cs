using System.CommandLine;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

/// <summary>Asks one question, shows the answer, and returns the exit code.</summary>
internal sealed class Dialogue(GlobalOptions globals, Screen screen, TimeProvider time, Func<string, string?> environment)
{
    public Screen Screen => screen;

    public TimeProvider Time => time;

    /// <summary>The silo or cluster of this command line, for live questions.</summary>
    public ILiveSilo OpenLive(ParseResult parsed) => globals.OpenLive(parsed, environment);

    /// <summary>The silo of this command line, for requests that go over HTTP only.</summary>
    public HttpSilo OpenHttp(ParseResult parsed) => globals.OpenHttp(parsed, environment);

    public bool WantsJson(ParseResult parsed) => parsed.GetValue(globals.Json);

    /// <summary>Asks a live question once; shows the answer as JSON or with <paramref name="show"/>.</summary>
    public async Task<int> AskLiveAsync<T>(
        ParseResult parsed, Func<ILiveMarkets, Task<Answer<T>>> question, Action<Screen, T> show, CancellationToken cancel)
        where T : class
    {
        await using var silo = OpenLive(parsed);
        return Show(await silo.AskAsync(question, cancel), WantsJson(parsed), show);
    }

    /// <summary>Sends one request over HTTP; shows the answer as JSON or with <paramref name="show"/>.</summary>
    public async Task<int> AskAsync<T>(
        ParseResult parsed, HttpMethod method, string path, Action<Screen, T> show, CancellationToken cancel)
        where T : class
    {
        await using var silo = OpenHttp(parsed);
        return Show((await silo.SendAsync(method, path, cancel)).ToAnswer<T>(), WantsJson(parsed), show);
    }

    /// <summary>Shows one answer and returns its exit code.</summary>
    public int Show<T>(Answer<T> answer, bool asJson, Action<Screen, T> show)
        where T : class
    {
        if (asJson && JsonOf(answer) is { } json)
        {
            screen.WriteBytes(json);
        }

        if (answer.Problem is { } problem)
        {
            return Complain(problem);
        }

        if (answer.ListAgeSeconds is { } age)
        {
            screen.Complain($"The list of markets is {age} s old: the silo that keeps it does not answer.");
        }

        if (asJson)
        {
            return ExitCode.Ok;
        }

        if (answer.Value is not { } value)
        {
            screen.Complain("The silo's answer has an unknown format; do the silo and this client have the same version?");
            return ExitCode.Failure;
        }

        show(screen, value);
        return ExitCode.Ok;
    }

    /// <summary>The bytes of an answer, exactly as received over HTTP; null when they are not JSON.</summary>
    public static byte[]? JsonOf<T>(Answer<T> answer)
        where T : class =>
        answer is not HttpAnswer<T> http ? ApiJson.Write(answer)
        : http.Reply.IsJson ? http.Reply.Body
        : null;

    /// <summary>Shows the problem's message and the nearest names.</summary>
    public int Complain(Problem problem)
    {
        var detail = problem.Detail ?? problem.Title ?? $"HTTP {problem.Status}";
        screen.Complain(Sentence(detail));
        var nearest = string.Join(", ", problem.Nearest ?? []);
        if (!detail.Contains(nearest, StringComparison.Ordinal))
        {
            screen.Complain(Words.Printable($"Nearest: {nearest}"));
        }

        if (problem.Status == 401)
        {
            screen.Complain($"Put the key in {SiloUrl.KeyVariable}, or in a file that --key-file names.");
        }

        return ExitCode.Failure;
    }

    private static string Sentence(string text)
    {
        var trimmed = Words.Printable(text).Trim();
        return trimmed.Length > 0 && !".!?".Contains(trimmed[^1]) ? trimmed + "." : trimmed;
    }
}
