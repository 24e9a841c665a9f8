using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Silo.Api;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A pipeline asked from inside its process, beside the same over HTTP.</summary>
public sealed class InProcessApiTests : IAsyncLifetime
{
    private readonly HttpClient http = new();
    private WebApplication? app;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<InProcessApi>();
        builder.Services.AddSingleton<IStartupFilter>(services => services.GetRequiredService<InProcessApi>());
        app = builder.Build();
        app.UseExceptionHandler(errors => errors.Run(context => context.Response.WriteAsync("handled")));
        app.MapMethods("/echo/{text}", ["GET", "PUT"], (string text, HttpRequest request) => $"{request.Method} {text} {request.Path} {request.Query["q"]}");
        app.MapGet("/large/{mib}", async (int mib, HttpContext context) =>
        {
            for (var i = 0; i < mib; i++)
            {
                await context.Response.Body.WriteAsync(new byte[1024 * 1024]);
            }
        });
        app.MapGet("/throws", () => { throw new InvalidOperationException("at once"); });
        app.MapGet("/breaks", async context =>
        {
            await context.Response.WriteAsync("half of");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("in the middle");
        });
        await app.StartAsync();
        http.BaseAddress = new Uri(app.Urls.First());
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app!.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "/echo/plain")]
    [InlineData("PUT", "/echo/plain")]
    [InlineData("GET", "/echo/a%2Fb%20c%C3%A9?q=1%2B1")]
    [InlineData("GET", "/echo/plain?q=%26&other=x")]
    [InlineData("GET", "/nowhere")]
    [InlineData("DELETE", "/echo/plain")]
    [InlineData("GET", "/throws")]
    public async Task It_answers_as_over_http(string method, string pathAndQuery)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), pathAndQuery);
        using var overHttp = await http.SendAsync(request);

        var reply = await AskAsync(method, pathAndQuery);

        Assert.Equal((int)overHttp.StatusCode, reply.Status);
        Assert.Equal(overHttp.Content.Headers.ContentType?.MediaType, reply.MediaType);
        Assert.Equal(await overHttp.Content.ReadAsStringAsync(), Encoding.UTF8.GetString(reply.Body));
    }

    [Fact]
    public async Task An_answer_that_is_too_large_is_refused_with_a_sentence()
    {
        const int mibMax = IApiGrain.BodyBytesMax / 1024 / 1024;

        var largest = await AskAsync("GET", $"/large/{mibMax}");
        var larger = await AskAsync("GET", $"/large/{mibMax + 1}");

        Assert.Equal((200, IApiGrain.BodyBytesMax), (largest.Status, largest.Body.Length));
        Assert.Equal((400, "application/problem+json"), (larger.Status, larger.MediaType));
        Assert.Contains("larger than 64 MiB", Encoding.UTF8.GetString(larger.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_broke_off_in_the_middle_is_no_answer()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync("GET", "/breaks"));
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync("/breaks"));
    }

    private Task<ApiReply> AskAsync(string method, string pathAndQuery) =>
        app!.Services.GetRequiredService<InProcessApi>().AskAsync(method, pathAndQuery);
}
