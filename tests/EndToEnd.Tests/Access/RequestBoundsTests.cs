using System.Diagnostics;
using System.Net;
using OrderBookSilo.EndToEnd.Tests.Silos;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>What a reader can take from the pulls: nothing, because every request has its bounds.</summary>
public sealed class RequestBoundsTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private const int Readers = 30;
    private static readonly TimeSpan PullTimeMax = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Every_route_has_bounds()
    {
        var paths = (await silo.Process.GetAsync("/openapi/v1.json")).GetProperty("paths");
        var routes = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .Where(route => route.Value.TryGetProperty("operationId", out _))
            .Select(route => route.Value.GetProperty("operationId").GetString()!)
            .ToList();

        Assert.True(routes.Count > 40);
        Assert.All(routes, route => Assert.InRange(RequestBounds.Of(route).TimeMax, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)));
        Assert.All(routes, route => Assert.InRange(RequestBounds.Of(route).AtOnce, 1, 256));
        Assert.Equal(
            RequestBounds.QuestionConnections,
            RequestBounds.Kinds.Where(kind => kind.Connections == RequestConnections.Questions).Sum(kind => kind.AtOnce));
    }

    [Fact]
    public async Task Readers_that_wait_for_the_database_do_not_delay_a_pull()
    {
        await using var database = SiloProcess.OpenDatabase(silo.DataDirectory);
        await using var holder = await database.OpenConnectionAsync();
        var transaction = await holder.BeginTransactionAsync();
        await using var hold = holder.CreateCommand();
        hold.CommandText = "LOCK TABLE audit_finding IN ACCESS EXCLUSIVE MODE";
        await hold.ExecuteNonQueryAsync();
        var readers = Enumerable.Range(0, Readers).Select(_ => silo.Http.GetAsync(new Uri("/api/audit", UriKind.Relative))).ToList();
        var refused = await Task.WhenAny(readers);

        var started = Stopwatch.GetTimestamp();
        using var pulled = await silo.Http.PostAsync(new Uri("/api/markets/coinbase/BTC-USD/pull", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, pulled.StatusCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, PullTimeMax);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await refused).StatusCode);
        Assert.NotNull((await refused).Headers.RetryAfter);
        Assert.Contains("running already", await (await refused).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await transaction.DisposeAsync();
        var answers = await Task.WhenAll(readers);
        Assert.Equal(RequestBounds.Of("getAudit").AtOnce, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
    }

    [Fact]
    public async Task A_version_is_not_compared_with_itself()
    {
        using var answer = await silo.Http.GetAsync(new Uri("/api/versions/live/differences?with=live", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("does not differ from itself", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
