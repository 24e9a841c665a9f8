using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Security;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>Who may call on an address that others can reach: a test machine may have none, so the request is built by hand.</summary>
public sealed class GatekeeperTests
{
    private const string Key = "0123456789abcdef-key";
    private static readonly IPAddress Outside = IPAddress.Parse("192.0.2.7");

    [Theory]
    [InlineData("/api/markets", null, null, 401)]
    [InlineData("/metrics", null, null, 401)]
    [InlineData("/api/markets", "Authorization", "Bearer wrong", 401)]
    [InlineData("/api/markets", "Authorization", Key, 401)]
    [InlineData("/api/markets", "Authorization", $"Bearer {Key}", 200)]
    [InlineData("/api/markets", "X-Api-Key", Key, 200)]
    [InlineData("/health/ready", null, null, 200)]
    [InlineData("/healthy", null, null, 401)]
    public async Task Beyond_loopback_every_path_but_health_needs_the_key(string path, string? header, string? value, int status) =>
        Assert.Equal(status, await AskAsync(Key, Outside, path, header, value));

    [Fact]
    public async Task On_loopback_no_key_is_needed() =>
        Assert.Equal(200, await AskAsync(null, IPAddress.Loopback, "/api/markets", null, null));

    [Fact]
    public async Task Without_a_configured_key_an_empty_one_is_refused() =>
        Assert.Equal(401, await AskAsync(null, Outside, "/api/markets", "X-Api-Key", ""));

    private static async Task<int> AskAsync(string? key, IPAddress address, string path, string? header, string? value)
    {
        var http = new DefaultHttpContext { RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider() };
        http.Connection.LocalIpAddress = address;
        http.Request.Method = "GET";
        http.Request.Path = path;
        http.Request.Host = new HostString("localhost");
        if (header is not null)
        {
            http.Request.Headers[header] = value;
        }

        var settings = Settings(key);
        await using var nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var limits = new CallerLimits(settings);
        using var keys = new KeyRing(settings, new ApiKeyStore(new PostgresDatabase(nowhere)), TimeProvider.System, NullLogger<KeyRing>.Instance);
        var metrics = new ApiMetrics(meters.GetRequiredService<IMeterFactory>());
        await new Gatekeeper(settings, keys, limits, metrics).InvokeAsync(http, _ => Task.CompletedTask);
        return http.Response.StatusCode;
    }

    private static SiloSettings Settings(string? key) =>
        SiloSettings.Read((IConfigurationRoot)new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = key })
            .Build());
}
