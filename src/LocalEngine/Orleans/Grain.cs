using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Base class of grains: one activation at a time for each key, one turn at a time in each activation.</summary>
public abstract class Grain : IAddressable
{
    private readonly Activation? activation = Activation.BeingCreated;

    protected IGrainFactory GrainFactory => Activation.Engine.Services.GetRequiredService<IGrainFactory>();

    internal Activation Activation => activation
        ?? throw new InvalidOperationException($"{GetType().Name} was not created by the grain engine.");

    /// <summary>Runs before the first call, once the grain's state has been read.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs after the last turn of this activation, unless the process dies.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation after its running calls; later calls go to a new one.</summary>
    protected void DeactivateOnIdle() =>
        Activation.Deactivate(new(DeactivationReasonCode.ApplicationRequested, "the grain asked for it"));
}
