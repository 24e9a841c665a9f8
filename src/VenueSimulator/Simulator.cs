using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using OrderBookSilo.VenueSimulator.Faults;
using OrderBookSilo.VenueSimulator.Markets;
using OrderBookSilo.VenueSimulator.Serving;
using OrderBookSilo.VenueSimulator.Wire;

namespace OrderBookSilo.VenueSimulator;

/// <summary>Simulated exchanges on a loopback port, each under its code: <c>http://127.0.0.1:PORT/coinbase</c>.</summary>
public sealed class Simulator : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication app;
    private readonly Dictionary<string, VenueHandler> venues;

    private Simulator(WebApplication app, SimulatorOptions options, TimeProvider time)
    {
        this.app = app;
        Faults = new FaultSchedule(options.Seed, time);
        var catalogue = new Catalogue(options);
        var shelf = new BookShelf(options, time);
        var sender = new ReplySender(time);
        venues = Wires.All.ToDictionary(
            wire => wire.Code,
            wire => new VenueHandler(wire, catalogue, shelf, Faults, Requests, sender, time));
    }

    /// <summary>The exchanges that it simulates, with the currency that each mostly quotes in.</summary>
    public static IReadOnlyDictionary<string, string> Venues { get; } = Wires.All.ToDictionary(wire => wire.Code, wire => VenueListing.MainQuoteOf(wire.Code));

    public FaultSchedule Faults { get; }

    public RequestLog Requests { get; } = new();

    /// <summary>The base address, without a trailing slash.</summary>
    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<Simulator> StartAsync(SimulatorOptions options, TimeProvider? time = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(options.Url).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = StopTimeMax);
        var simulator = new Simulator(builder.Build(), options, time ?? TimeProvider.System);
        simulator.Map();
        await simulator.app.StartAsync();
        return simulator;
    }

    /// <summary>The base address of one venue.</summary>
    public Uri AddressOf(string venue) => new($"{Url}/{venue}");

    /// <summary>Makes these bytes the answer to every request for a product's book; null ends that.</summary>
    public void Pin(string venue, string product, byte[]? body) => venues[venue].Pin(product, body);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private void Map()
    {
        var admin = new AdminHandler(Faults, Requests, venues.GetValueOrDefault);
        app.Run(async http =>
        {
            var path = http.Request.Path.Value ?? "/";
            var slash = path.IndexOf('/', 1);
            var name = slash < 0 ? path[1..] : path[1..slash];
            try
            {
                await (venues.TryGetValue(name, out var venue)
                    ? venue.HandleAsync(http, slash < 0 ? "/" : path[slash..])
                    : admin.HandleAsync(http, path[1..]));
            }
            catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
            {
                // The client has disconnected.
            }
        });
    }
}
