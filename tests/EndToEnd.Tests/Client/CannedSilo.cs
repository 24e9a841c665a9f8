using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OrderBookSilo.EndToEnd.Tests.Client;

/// <summary>A real server on loopback that gives fixed answers and records the requests.</summary>
internal sealed class CannedSilo : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<string> texts;

    private CannedSilo(WebApplication app, IEnumerable<string> texts)
    {
        this.app = app;
        this.texts = new(texts);
    }

    public string Url => app.Urls.First();

    /// <summary>Method and target of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public ConcurrentQueue<string> Authorizations { get; } = [];

    /// <summary>The last answer is repeated for all further questions.</summary>
    public static Task<CannedSilo> SaysAsync(params string[] jsons) => AnswersAsync(200, "application/json; charset=utf-8", jsons);

    public static Task<CannedSilo> FailsAsync(int status, string problem) => AnswersAsync(status, "application/problem+json", problem);

    public static async Task<CannedSilo> AnswersAsync(int status, string contentType, params string[] texts)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var silo = new CannedSilo(builder.Build(), texts);
        silo.app.Run(http => silo.AnswerAsync(http, status, contentType));
        await silo.app.StartAsync();
        return silo;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http, int status, string contentType)
    {
        var target = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        Requests.Enqueue($"{http.Request.Method} {target}");
        Authorizations.Enqueue(http.Request.Headers.Authorization.ToString());
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        if (texts.Count == 1 ? texts.TryPeek(out var text) : texts.TryDequeue(out text))
        {
            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
        }
    }
}
