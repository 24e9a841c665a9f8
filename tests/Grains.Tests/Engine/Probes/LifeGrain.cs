using Microsoft.Extensions.DependencyInjection;

namespace OrderBookSilo.Grains.Tests.Engine.Probes;

public sealed class LifeGrain(ScopedThing thing, [FromKeyedServices("probe")] TimeProvider clock) : Grain, ILifeGrain
{
    private Journal Journal => Journal.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write("activates");
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Journal.Write(thing.IsDisposed ? "scope gone too early" : "deactivates");
        Journal.Write(reason.ReasonCode.ToString());
    }

    public Task<int> GetLifeAsync() => Task.FromResult(thing.Number);

    public Task<bool> HasProbeClockAsync() => Task.FromResult(clock is ProbeClock);

    public Task SleepAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task HoldAsync(string name)
    {
        Journal.Write($"{name} begins");
        await Journal.PassAsync(name);
        Journal.Write($"{name} ends");
    }
}

/// <summary>A clock that can be told from the system's.</summary>
public sealed class ProbeClock : TimeProvider;
