using System.Runtime.ExceptionServices;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Engine;

/// <summary>An engine on a database of its own, for the tests of one class that need no other.</summary>
public abstract class OwnEngine(EngineSettings settings) : IAsyncLifetime
{
    private TestDatabase? database;
    private EngineHost? host;
    private ExceptionDispatchInfo? failure;

    /// <summary>The engine; throws here what kept it from starting, as xunit takes no skip from a fixture.</summary>
    public EngineHost Host
    {
        get
        {
            failure?.Throw();
            return host!;
        }
    }

    public async Task InitializeAsync()
    {
        try
        {
            database = await TestDatabase.CreateAsync();
            host = await EngineHost.StartAsync(database, settings);
        }
        catch (Exception exception)
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }
    }

    public async Task DisposeAsync()
    {
        await (host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (database?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

/// <summary>An engine as in the product.</summary>
public sealed class SharedEngine() : OwnEngine(new());

/// <summary>An engine whose callers wait a second for answers.</summary>
public sealed class ImpatientEngine() : OwnEngine(new() { ResponseTimeout = TimeSpan.FromSeconds(1) });

/// <summary>An engine that deactivates grains after two seconds without use.</summary>
public sealed class TidyEngine() : OwnEngine(new() { CollectionAge = TimeSpan.FromSeconds(2) });
