using System.Net;
using System.Runtime.Versioning;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>What pages in a browser on the silo's machine can do, and its other users.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NeighborTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    [Theory]
    [InlineData("Origin", "https://example.com", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task A_question_that_may_cause_a_pull_is_refused_to_a_foreign_page(string header, string value, int status)
    {
        foreach (var path in new[] { $"/api/markets/coinbase/BTC-USD/cost?side=buy&amount=100&maxAge=86400", "/api/best?asset=BTC&side=buy&amount=100&maxAge=86400" })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { header, value } } };
            using var plain = new HttpRequestMessage(HttpMethod.Get, path.Replace("&maxAge=86400", "", StringComparison.Ordinal)) { Headers = { { header, value } } };

            Assert.Equal(status, (int)(await silo.Http.SendAsync(asked)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await silo.Http.SendAsync(plain)).StatusCode);
        }
    }

    [Fact]
    public void Nobody_else_may_enter_the_data_directory_and_the_databases_user_may_only_pass_through_it()
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

        Assert.Equal(Environment.IsPrivilegedProcess ? owner | UnixFileMode.GroupExecute : owner, File.GetUnixFileMode(silo.DataDirectory));
        Assert.All(["spool", "logs", "run"], name => Assert.Equal(owner, File.GetUnixFileMode(Path.Combine(silo.DataDirectory, name))));
        Assert.True(File.Exists(Path.Combine(silo.DataDirectory, "postgres", "PG_VERSION")));
        Assert.Null(new DirectoryInfo(Path.Combine(silo.DataDirectory, "postgres")).LinkTarget);
    }
}
