using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A single silo whose database is away promises no other silo.</summary>
public sealed class DatabaseAwayTests(CatalogueTests.SiloWithoutDatabase silo) : IClassFixture<CatalogueTests.SiloWithoutDatabase>
{
    [Theory]
    [InlineData("PUT", "/api/markets/coinbase/ETH-USD")]
    [InlineData("DELETE", "/api/markets/coinbase/BTC-USD")]
    [InlineData("GET", "/api/gaps")]
    public async Task What_needs_the_database_is_refused_because_of_the_database(string method, string path)
    {
        using var answer = await silo.Process.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var detail = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Matches("(database|warehouse|grain state) is unavailable", detail);
        Assert.DoesNotContain("another", detail, StringComparison.Ordinal);
    }
}
