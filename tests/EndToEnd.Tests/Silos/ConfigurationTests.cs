using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>A silo with an invalid setting does not start, and its last message names the key.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(60);
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("Markets", "mtgox:BTCUSD", "unknown venue 'mtgox'")]
    [InlineData("Markets", "BTC-USD", "venue:product")]
    [InlineData("Slot", "7m", "a whole number of them in a day")]
    [InlineData("Slot", "hourly", "not a duration")]
    [InlineData("Slot", "99999999999d", "too long")]
    [InlineData("OrderSizes", "0.0000000000000000001", "above 0")]
    [InlineData("ConnectionStrings:Warehouse", "garbage", "not a PostgreSQL connection string")]
    [InlineData("Spread", "2h", "shorter than the slot")]
    [InlineData("OrderSizes", "10000,0", "above 0")]
    [InlineData("FillSizes", "123", "none of the order sizes")]
    [InlineData("FillPolicy", "best", "exact, under, over or seed")]
    [InlineData("MaxPriceDistance", "10", "MaxPriceDistance: '10' is not a fraction above 0 and below 1")]
    [InlineData("Assets:binance:1000SHIB", "SHIB*1000", "Assets:binance:1000SHIB: 'SHIB*1000' has a multiplier")]
    [InlineData("Assets:binance:LUNA", "LUNA 2", "is not the code of an asset")]
    [InlineData("Assets:binanse:LUNA", "LUNA2", "did you mean Assets:binance?")]
    [InlineData("Egress", "both", "neither own nor shared")]
    [InlineData("Archive", "ftp://somewhere", "file:DIR")]
    [InlineData("Venues:coinbase:BaseAddress", "coinbase", "http")]
    [InlineData("Venues:coinbase:Budget", "-1", "whole number")]
    [InlineData("Venues:coinbase:Proxies", "10.0.0.1", "Venues:coinbase:Proxies: entry 1 is neither direct nor http://")]
    [InlineData("Venues:coinbase:Proxies", "http://a:secret-on-the-line@10.0.0.1:3128", "may not be on the command line")]
    [InlineData("Venues:coinbase:Proxies:0", "http://a:secret-on-the-line@10.0.0.1:3128", "may not be on the command line")]
    [InlineData("Venues:coinbase:BaseAddress", "http://desk:secret-on-the-line@127.0.0.1:1", "Venues:coinbase:BaseAddress: a password may not be on the command line")]
    [InlineData("Archive:S3:ServiceUrl", "http://desk:secret-on-the-line@127.0.0.1:1", "a password may not be on the command line")]
    [InlineData("ConnectionStrings:Warehouse", "Host=h;Password=secret-on-the-line", "a password may not be on the command line; use ORDERBOOK__ConnectionStrings__Warehouse")]
    [InlineData("ConnectionStrings:Warehouse", "Host=h;Pwd=secret-on-the-line", "may not be on the command line")]
    [InlineData("ConnectionStrings:Warehouse", "Host=h; PSW = secret-on-the-line", "may not be on the command line")]
    [InlineData("ConnectionStrings:Warehouse", "Host=h;SSL Password=secret-on-the-line", "may not be on the command line")]
    [InlineData("ConnectionStrings:Warehouse", "Host=h;Pwd=secret-on-the-line;Sll Mode=Require", "may not be on the command line")]
    [InlineData("KeepAuditLogDays", "29", "KeepAuditLogDays: must be at least 30, or 0 to keep all")]
    [InlineData("Venues:coinbase:FeeTier", "-5", "Venues:coinbase:FeeTier: '-5' is not a 30-day volume")]
    [InlineData("Venues:coinbase:TakerFee", "0.6%", "Venues:coinbase:TakerFee: '0.6%' is not a fraction from 0 to 1")]
    [InlineData("Venues:coinbase:TakerFee", "60", "a fraction from 0 to 1")]
    [InlineData("Venues:binance:FeeIn", "base", "Venues:binance:FeeIn: 'base' is neither quote nor received")]
    [InlineData("Venues:coinbse:Budget", "1", "did you mean Venues:coinbase?")]
    [InlineData("Merkets", "coinbase:BTC-USD", "did you mean Markets?")]
    [InlineData("urls", "https://127.0.0.1:0", "needs a certificate")]
    [InlineData("Tls", "yes", "neither required nor elsewhere")]
    [InlineData("Limits:Burst", "0", "whole number")]
    [InlineData("Limits:HeaderTime", "2d", "at most 1 h")]
    [InlineData("Kestrel:Certificates:Default:Path", "/nowhere.pem", "no certificate with its key can be read")]
    [InlineData("Kestrel:Certificates:Default:Password", "secret-on-the-line-1234", "may not be on the command line")]
    [InlineData("Kestrel:Endpoints:Open:Url", "http://0.0.0.0:1", "no such setting")]
    [InlineData("ApiKey", "secret-on-the-line-1234", "may not be on the command line")]
    public async Task An_invalid_setting_prevents_the_start_with_one_sentence(string key, string value, string hint)
    {
        await using var silo = SiloProcess.Launch(["--Data", directory["data"], $"--{key}", value]);

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        var sentence = Assert.Single(silo.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("OrderBookSilo cannot start.", sentence, StringComparison.Ordinal);
        Assert.Contains(hint, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-on-the-line", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_the_silo_refuses_to_listen_beyond_loopback()
    {
        await using var silo = SiloProcess.Launch(["--Data", directory.OpenToAll()["data"]], alsoAt: "http://0.0.0.0:0");

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        Assert.Contains("OrderBookSilo cannot start. ApiKey: listening on http://0.0.0.0:0 needs an API key", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_http_beyond_loopback_is_refused_where_tls_is_required()
    {
        var environment = new Dictionary<string, string> { ["ORDERBOOK__ApiKey"] = "0123456789abcdef" };
        await using var silo = SiloProcess.Launch(["--Data", directory["data"], "--Tls", "required"], environment, alsoAt: "http://0.0.0.0:0");

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        Assert.Contains("urls: http://0.0.0.0:0 is plain HTTP", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_fee_profile_prevents_the_start()
    {
        await using var silo = SiloProcess.Launch(["--Data", directory["data"], "--Venues:binance:FeeProfile", "vip"]);

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        Assert.EndsWith(
            "OrderBookSilo cannot start. Venues:binance:FeeProfile: binance has no fee profile 'vip'; its profiles are bnb, standard.",
            silo.Log.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_short_key_is_refused_without_being_shown()
    {
        var environment = new Dictionary<string, string> { ["ORDERBOOK__ApiKey"] = "tooshort" };
        await using var silo = SiloProcess.Launch(["--Data", directory["data"]], environment);

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        Assert.Contains("ApiKey", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("tooshort", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invalid_proxy_is_refused_without_being_shown()
    {
        var environment = new Dictionary<string, string> { ["ORDERBOOK__Venues__binance__Proxies"] = "direct, http://desk:hunter2@10.0.0.1" };
        await using var silo = SiloProcess.Launch(["--Data", directory["data"]], environment);

        Assert.Equal(2, await silo.ExitAsync(StopTimeMax));
        Assert.Contains("Venues:binance:Proxies: entry 2 is neither", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", silo.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_database_ends_the_start_after_a_minute_without_showing_its_password()
    {
        var environment = new Dictionary<string, string>
        {
            ["ORDERBOOK__ConnectionStrings__Warehouse"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=hunter2hunter2;Timeout=2",
        };
        await using var silo = SiloProcess.Launch(["--Data", directory["data"]], environment);

        Assert.Equal(1, await silo.ExitAsync(TimeSpan.FromSeconds(90)));
        Assert.Contains("ConnectionStrings:Warehouse", silo.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", silo.Log, StringComparison.Ordinal);
    }
}
