using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine.State;
using Orleans.Storage;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>The turns of a life: activation, requests, deactivation, the end.</summary>
internal sealed partial class Activation
{
    private async Task ActivateAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(engine.Options.ActivationTimeout, engine.Time);
            scope = engine.Services.CreateAsyncScope();
            grain = Create(await address.Class.ReadStatesAsync(address.Key, engine.Store));
            await grain.OnActivateAsync(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            engine.Log.ActivationFailed(exception, address);
            await EndAsync(exception);
            return;
        }

        lock (gate)
        {
            usedAt = engine.Time.GetTimestamp();
            phase = Phase.Active;
            Continue();
        }
    }

    private Grain Create(PersistentState[] states)
    {
        beingCreated = this;
        try
        {
            return address.Class.Create(scope.ServiceProvider, states);
        }
        finally
        {
            beingCreated = null;
        }
    }

    private async Task RunAsync(GrainRequest request)
    {
        Touch(request);
        var thrown = await request.RunAsync(grain!);
        Touch(request);
        lock (gate)
        {
            mailbox.Ended(request);
            if (thrown is InconsistentStateException)
            {
                reason ??= new(DeactivationReasonCode.ApplicationError, "its state was changed elsewhere");
            }

            Continue();
        }
    }

    private void Touch(GrainRequest request)
    {
        if (request.KeepsAlive)
        {
            usedAt = engine.Time.GetTimestamp();
        }
    }

    private async Task DeactivateAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(engine.Options.DeactivationTimeout, engine.Time);
            await grain!.OnDeactivateAsync(reason!.Value, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            engine.Log.DeactivationFailed(exception, address);
        }

        await EndAsync(null);
    }

    private async Task EndAsync(Exception? failure)
    {
        await ReleaseAsync();
        engine.Forget(this);
        IReadOnlyList<GrainRequest> waiting;
        lock (gate)
        {
            phase = Phase.Ended;
            waiting = mailbox.TakeWaiting();
        }

        foreach (var request in waiting.Where(request => !request.DiesWithActivation))
        {
            if (failure is null)
            {
                engine.Post(address, request);
            }
            else
            {
                request.Refuse(failure);
            }
        }

        ended.SetResult();
    }

    private async Task ReleaseAsync()
    {
        try
        {
            await endOfLife.CancelAsync();
            if (grain is IAsyncDisposable disposable)
            {
                await disposable.DisposeAsync();
            }

            await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            engine.Log.DeactivationFailed(exception, address);
        }
    }
}
