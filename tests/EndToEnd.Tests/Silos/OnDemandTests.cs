using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>Callers who ask for fresh books spend a share of a venue's budget, and nothing that pulls need.</summary>
public sealed class OnDemandTests : IAsyncLifetime
{
    private const string Cost = "/api/markets/coinbase/BTC-USD/cost?side=buy&amount=100&maxAge=0";
    private const string Best = "/api/best?asset=BTC&side=buy&amount=100&maxAge=0";
    private const int Budget = 20;
    private const int Share = 4;
    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;
    private SiloProcess? silo;

    public async Task InitializeAsync()
    {
        venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.02, MovesEachPull = true });
        silo = await SiloProcess.StartAsync(
            ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", "--Venues:coinbase:Budget", $"{Budget}", .. VenueSettings.Of(venues)]);
        await silo.BooksAsync(1);
        await silo.UntilAsync(() => silo.Http.GetAsync("/api/pairs/BTC/USD"), answer => answer.IsSuccessStatusCode, "the pair");
    }

    public async Task DisposeAsync()
    {
        await silo!.DisposeAsync();
        await venues!.DisposeAsync();
        directory.Dispose();
    }

    [Fact]
    public async Task Beyond_their_share_they_are_refused_without_a_row_and_first_attempts_get_the_rest()
    {
        var before = await PullsAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < Share + 6; i++)
        {
            using var answer = await silo!.Http.GetAsync(i % 2 == 0 ? Cost : Best);
            statuses.Add(answer.StatusCode);
        }

        using var pulled = await silo!.Http.PostAsync(new Uri("/api/markets/coinbase/BTC-USD/pull", UriKind.Relative), null);
        var problem = await pulled.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.OK, Share), .. Enumerable.Repeat(HttpStatusCode.TooManyRequests, 6)], statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, pulled.StatusCode);
        Assert.InRange(pulled.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 61);
        Assert.Equal(pulled.Headers.RetryAfter.Delta.Value.TotalSeconds, problem.GetProperty("retryAfterSeconds").GetInt32());
        Assert.Matches("coinbase:BTC-USD was not pulled: the share for requests on demand of the budget of 20 a minute is used up for", problem.GetProperty("detail").GetString());
        Assert.Equal(before + Share, await PullsAsync());
        foreach (var product in new[] { "ETH-USD", "SOL-USD", "XRP-USD", "ADA-USD" })
        {
            await silo.Http.PutAsync($"/api/markets/coinbase/{product}", null);
        }

        await silo.BooksAsync(5);
        Assert.Equal(0, (await silo.GetAsync("/api/failures")).GetArrayLength());
    }

    [Theory]
    [InlineData(Cost)]
    [InlineData(Best)]
    public async Task Equal_questions_at_the_same_time_make_one_pull(string question)
    {
        venues!.Faults.Add(new Fault("coinbase", FaultKind.Delay, "BTC-USD") { DelayMs = 2_000, Count = 1 });
        var before = venues.Requests.CountOf("coinbase", "BTC-USD");

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => silo!.Http.GetAsync(question)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(before + 1, venues.Requests.CountOf("coinbase", "BTC-USD"));
    }

    private async Task<long> PullsAsync()
    {
        await using var database = SiloProcess.OpenDatabase(directory["data"]);
        await using var count = database.CreateCommand("SELECT count(*) FROM fact_pull");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
