using System.Net;
using System.Text.Json;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>API keys, over https from an address that is not loopback.</summary>
public sealed class KeyTests(GuardedSilo silo) : IClassFixture<GuardedSilo>
{
    /// <summary>Twice what is promised, for a busy machine.</summary>
    private static readonly TimeSpan RevokedTimeMax = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task The_console_creates_lists_and_revokes_keys_over_https_with_a_private_ca()
    {
        var made = await ConsoleAsync("key", "create", "--name", "console", "--scope", "read");
        var key = made.Text.Trim();

        Assert.Equal(0, made.ExitCode);
        Assert.Matches("^obs_[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(key, HttpMethod.Get, "/api/venues"));

        var listed = await ConsoleAsync("key", "list");
        Assert.Contains(listed.Lines, line => line.StartsWith("console", StringComparison.Ordinal) && line.Contains("read", StringComparison.Ordinal));
        Assert.DoesNotContain(key, listed.Text, StringComparison.Ordinal);

        Assert.Equal(0, (await ConsoleAsync("key", "revoke", "console")).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await silo.AskAsync(key, HttpMethod.Get, "/api/venues"));
        Assert.Equal(1, (await ConsoleAsync("key", "create", "--name", "console", "--scope", "admin")).ExitCode);
    }

    [Fact]
    public async Task Without_its_ca_the_console_sends_no_key_and_says_what_is_missing()
    {
        var run = await ConsoleRun.RunAsync(new() { ["ORDERBOOK_URL"] = silo.Url, ["ORDERBOOK_API_KEY"] = GuardedSilo.ConfiguredKey }, "venues");

        Assert.Equal(3, run.ExitCode);
        Assert.Contains("is not trusted for that name; use --ca-file", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/markets", HttpStatusCode.OK)]
    [InlineData("GET", "/metrics", HttpStatusCode.OK)]
    [InlineData("GET", "/api/keys", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/api/keys/mine?scope=admin", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "/api/keys/mine", HttpStatusCode.Forbidden)]
    [InlineData("PUT", "/api/markets/coinbase/ETH-USD", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "/api/markets/coinbase/BTC-USD", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/api/markets/coinbase/BTC-USD/pull", HttpStatusCode.Forbidden)]
    public async Task A_key_of_scope_read_may_only_read(string method, string path, HttpStatusCode status)
    {
        var key = await silo.NewKeyAsync($"reader{Math.Abs(HashCode.Combine(method, path))}", "read");

        Assert.Equal(status, await silo.AskAsync(key, new HttpMethod(method), path));
    }

    [Fact]
    public async Task A_key_of_scope_admin_may_make_changes_and_create_keys()
    {
        var key = await silo.NewKeyAsync("admin", "admin");

        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(key, HttpMethod.Put, "/api/markets/coinbase/BTC-USD"));
        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(key, HttpMethod.Get, "/api/keys"));
        Assert.Equal(HttpStatusCode.Created, await silo.AskAsync(key, HttpMethod.Post, "/api/keys/made-by-admin?scope=read"));
        Assert.Equal(HttpStatusCode.BadRequest, await silo.AskAsync(key, HttpMethod.Post, "/api/keys/made-by-admin-2?scope=root"));
        Assert.Equal(HttpStatusCode.BadRequest, await silo.AskAsync(key, HttpMethod.Post, "/api/keys/Made%20By%20Admin?scope=read"));
    }

    [Fact]
    public async Task Calls_without_a_key_are_refused_and_a_wrong_key_is_refused_even_on_loopback()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await silo.AskAsync(null, HttpMethod.Get, "/api/venues"));
        Assert.Equal(HttpStatusCode.Unauthorized, await silo.AskAsync("obs_wrong", HttpMethod.Get, "/api/venues"));
        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(null, HttpMethod.Get, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(GuardedSilo.ConfiguredKey, HttpMethod.Get, "/api/keys"));

        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/api/venues") { Headers = { { "X-Api-Key", "obs_wrong" } } };
        using var passedOn = new HttpRequestMessage(HttpMethod.Get, "/api/venues") { Headers = { { "X-Forwarded-For", "192.0.2.7" } } };
        Assert.Equal(HttpStatusCode.Unauthorized, (await silo.Process.Http.SendAsync(wrong)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await silo.Process.Http.SendAsync(passedOn)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await silo.Process.Http.GetAsync("/api/venues")).StatusCode);
    }

    [Fact]
    public async Task A_key_revoked_on_another_silo_is_refused_within_seconds_and_keys_stay_valid_while_the_database_is_unavailable()
    {
        var (kept, revoked) = (await silo.NewKeyAsync("kept", "read"), await silo.NewKeyAsync("revoked", "read"));
        await silo.Database.ExecuteAsync("UPDATE api_key SET revoked_at = now() WHERE name = 'revoked'");

        using var client = silo.Outside(revoked);
        await silo.Process.UntilAsync(
            async () => (await client.GetAsync("/api/venues")).StatusCode, status => status == HttpStatusCode.Unauthorized, "the key's end")
            .WaitAsync(RevokedTimeMax);

        await using (await silo.Database.CloseAsync())
        {
            Assert.Equal(HttpStatusCode.OK, await silo.AskAsync(kept, HttpMethod.Get, "/api/venues"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await silo.AskAsync(GuardedSilo.ConfiguredKey, HttpMethod.Post, "/api/keys/never?scope=read"));
        }

        silo.Database.Source.Clear();
        await silo.Process.UntilAsync(
            () => silo.AskAsync(GuardedSilo.ConfiguredKey, HttpMethod.Put, "/api/markets/coinbase/BTC-USD"), status => status == HttpStatusCode.OK, "the database's return");
    }

    [Fact]
    public async Task A_new_certificate_is_loaded_without_a_restart()
    {
        silo.RenewCertificates(TimeProvider.System.GetUtcNow().AddDays(60));

        await silo.Process.UntilAsync(TryAsync, isTrusted => isTrusted, "the new certificate");
    }

    [Fact]
    public async Task Only_hashes_are_stored()
    {
        var key = await silo.NewKeyAsync("hashed", "read");

        var row = Assert.Single(await silo.Database.RowsAsync("SELECT * FROM api_key WHERE name = 'hashed'"));

        Assert.DoesNotContain(key[4..], row, StringComparison.Ordinal);
        Assert.Equal(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)),
            await silo.Database.ScalarAsync<byte[]>("SELECT sha256 FROM api_key WHERE name = 'hashed'"));
        var listed = JsonDocument.Parse(await silo.Process.Http.GetStringAsync("/api/keys")).RootElement.EnumerateArray();
        Assert.Contains(listed, entry => entry.GetProperty("name").GetString() == "hashed" && !entry.TryGetProperty("key", out _));
    }

    // Signed by another CA, so that the old certificate would not be trusted.
    private async Task<bool> TryAsync()
    {
        try
        {
            return await silo.AskAsync(GuardedSilo.ConfiguredKey, HttpMethod.Get, "/api/venues") == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Task<ConsoleRun> ConsoleAsync(params string[] args) => ConsoleRun.RunAsync(
        new() { ["ORDERBOOK_URL"] = silo.Url, ["ORDERBOOK_API_KEY"] = GuardedSilo.ConfiguredKey, ["ORDERBOOK_CA_FILE"] = silo.CaFile }, args);
}
