using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OrderBookSilo.LocalEngine.State;
using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>Every live activation of this process: finds or begins the one that a request is for, ends the idle ones and, at stop, all.</summary>
internal sealed class GrainEngine(
    IServiceProvider services, GrainClasses classes, LocalStore store, IOptions<LocalEngineOptions> options, TimeProvider time, ILogger<GrainEngine> log)
{
    private readonly ConcurrentDictionary<GrainAddress, Activation> activations = new();
    private ITimer? collector;
    private uint turn;
    private volatile bool running;

    public IServiceProvider Services => services;

    public GrainClasses Classes => classes;

    public LocalStore Store => store;

    public LocalEngineOptions Options => options.Value;

    public TimeProvider Time => time;

    public ILogger Log => log;

    public void Start()
    {
        running = true;
        collector = time.CreateTimer(_ => EndIdle(), null, Options.CollectionPeriod, Options.CollectionPeriod);
    }

    /// <summary>Refuses new requests, lets running ones end, and deactivates every grain; gives up when cancelled.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        running = false;
        collector?.Dispose();
        Activation[] live = [.. activations.Values];
        foreach (var activation in live)
        {
            activation.Deactivate(StopReason);
        }

        await Task.WhenAll(live.Select(activation => activation.Ended)).WaitAsync(cancel);
    }

    /// <summary>
    /// Gives a request to the grain's activation, beginning one if there is none: of several workers to the first that is free,
    /// and while none is to one after the other.
    /// </summary>
    public void Post(GrainAddress address, GrainRequest request)
    {
        var workers = address.Class.Workers;
        for (var look = 0; running; look++)
        {
            var isFirstRound = look < workers;
            var worker = isFirstRound ? look : (int)(Interlocked.Increment(ref turn) % (uint)workers);
            var activation = activations.GetOrAdd(
                address with { Worker = worker }, static (address, engine) => new Activation(engine, address), this);
            if (activation.TryPost(request, onlyIfFree: isFirstRound && workers > 1))
            {
                EndIfStopped(activation);
                return;
            }
        }

        request.Refuse(new OrleansException($"The grain engine is not running, so {address} cannot be asked."));
    }

    public void Forget(Activation activation) => activations.TryRemove(new(activation.Address, activation));

    private static DeactivationReason StopReason => new(DeactivationReasonCode.ShuttingDown, "the process stops");

    private void EndIfStopped(Activation activation)
    {
        if (!running)
        {
            activation.Deactivate(StopReason);
        }
    }

    private void EndIdle()
    {
        foreach (var activation in activations.Values)
        {
            activation.DeactivateIfUnusedFor(Options.CollectionAge);
        }
    }
}
