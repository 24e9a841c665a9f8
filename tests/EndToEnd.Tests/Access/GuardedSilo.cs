using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using OrderBookSilo.VenueSimulator;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>A silo that others can reach: plain HTTP on loopback, https on this machine's own address, with a key in its settings.</summary>
public sealed class GuardedSilo : IAsyncLifetime
{
    public const string ConfiguredKey = "configured-key-0123456789";
    public const int Burst = 60;
    private const string KeyPassword = "password of the server's key";

    private readonly TempDirectory directory = new TempDirectory().OpenToAll();
    private Simulator? venues;
    private SiloProcess? silo;
    private TestDatabase? database;
    private TestCertificates? certificates;

    internal SiloProcess Process => silo!;

    internal TestDatabase Database => database!;

    /// <summary>The address for callers on other machines.</summary>
    public string Url { get; private set; } = "";

    public string CaFile => certificates!.CaFile;

    public async Task InitializeAsync()
    {
        var address = OwnAddress();
        var port = SiloProcess.FreePort();
        Url = $"https://{address}:{port}";
        certificates = new TestCertificates(directory, address, KeyPassword, TimeProvider.System.GetUtcNow().AddDays(30));
        venues = await Simulator.StartAsync(new SimulatorOptions { LevelsFactor = 0.01 });
        database = await TestDatabase.CreateAsync();
        silo = SiloProcess.Launch(
            [
                "--Data", directory["data"], "--Markets", "coinbase:BTC-USD", .. VenueSettings.Of(venues),
                "--Limits:HeaderTime", "1s", "--Limits:RequestsPerSecond", "1", "--Limits:Burst", $"{Burst}",
                "--Kestrel:Certificates:Default:Path", certificates.CertificateFile, "--Kestrel:Certificates:Default:KeyPath", certificates.KeyFile,
            ],
            new Dictionary<string, string>
            {
                ["ORDERBOOK__ApiKey"] = ConfiguredKey,
                ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString,
                ["ORDERBOOK__Kestrel__Certificates__Default__Password"] = KeyPassword,
            },
            alsoAt: $"https://0.0.0.0:{port}");
        await silo.ReadyAsync();
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await venues!.DisposeAsync();
        await Database.DisposeAsync();
        directory.Dispose();
    }

    /// <summary>Creates a key on loopback, as the operator of the machine would.</summary>
    public async Task<string> NewKeyAsync(string name, string scope)
    {
        using var answer = await Process.Http.PostAsync($"/api/keys/{name}?scope={scope}", null);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("key").GetString()!;
    }

    /// <summary>A client on another machine that trusts the private CA.</summary>
    public HttpClient Outside(string? key)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(CaFile);
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy }, UseProxy = false }) { BaseAddress = new Uri(Url) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    /// <summary>Replaces the certificate files by others.</summary>
    public void RenewCertificates(DateTimeOffset expiresAt) => certificates = new TestCertificates(directory, OwnAddress(), KeyPassword, expiresAt);

    public async Task<HttpStatusCode> AskAsync(string? key, HttpMethod method, string path)
    {
        using var client = Outside(key);
        using var answer = await client.SendAsync(new HttpRequestMessage(method, path));
        return answer.StatusCode;
    }

    private static IPAddress OwnAddress()
    {
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
        if (own is null)
        {
            Missing.Dependency("this machine has no address but loopback");
        }

        return own!;
    }
}
