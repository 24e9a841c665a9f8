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
            _scope = engine.Services.CreateAsyncScope();
            _grain = Create(await address.Class.ReadStatesAsync(address.Key, engine.Store));
            await _grain.OnActivateAsync(deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception exception)
        {
            engine.Log.ActivationFailed(exception, address);
            await EndAsync(exception);
            return;
        }

        lock (_gate)
        {
            _usedAt = engine.Time.GetTimestamp();
            _phase = Phase.Active;
            Continue();
        }
    }

    private Grain Create(PersistentState[] states)
    {
        _beingCreated = this;
        try
        {
            return address.Class.Create(_scope.ServiceProvider, states);
        }
        finally
        {
            _beingCreated = null;
        }
    }

    private async Task RunAsync(GrainRequest request)
    {
        Touch(request);
        var thrown = await request.RunAsync(_grain!);
        Touch(request);
        lock (_gate)
        {
            _mailbox.Ended(request);
            if (thrown is InconsistentStateException)
            {
                _reason ??= new(DeactivationReasonCode.ApplicationError, "its state was changed elsewhere");
            }

            Continue();
        }
    }

    private void Touch(GrainRequest request)
    {
        if (request.KeepsAlive)
        {
            _usedAt = engine.Time.GetTimestamp();
        }
    }

    private async Task DeactivateAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(engine.Options.DeactivationTimeout, engine.Time);
            await _grain!.OnDeactivateAsync(_reason!.Value, deadline.Token).WaitAsync(deadline.Token);
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
        lock (_gate)
        {
            _phase = Phase.Ended;
            waiting = _mailbox.TakeWaiting();
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

        _ended.SetResult();
    }

    private async Task ReleaseAsync()
    {
        GrainTimer[] timers;
        lock (_gate)
        {
            timers = [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }

        try
        {
            if (_grain is IAsyncDisposable grain)
            {
                await grain.DisposeAsync();
            }

            await _scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            engine.Log.DeactivationFailed(exception, address);
        }
    }
}
