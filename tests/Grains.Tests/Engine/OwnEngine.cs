namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>An engine on a database of its own, for the tests of one class that need no other.</summary>
public abstract class OwnEngine(EngineSettings settings) : IAsyncLifetime
{
    private readonly EngineDatabase database = new();
    private EngineHost? host;

    public EngineHost Host => host!;

    public async Task InitializeAsync()
    {
        await database.InitializeAsync();
        host = await EngineHost.StartAsync(database, settings);
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        await database.DisposeAsync();
    }
}

/// <summary>An engine as in the product.</summary>
public sealed class SharedEngine() : OwnEngine(new());

/// <summary>An engine whose callers wait a second for answers.</summary>
public sealed class ImpatientEngine() : OwnEngine(new() { ResponseTimeout = TimeSpan.FromSeconds(1) });
