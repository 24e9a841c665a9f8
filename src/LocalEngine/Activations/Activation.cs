using Microsoft.Extensions.DependencyInjection;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>One life of a grain: begun by its first request, then turn by turn until it ends; what still waits goes to the next life.</summary>
internal sealed partial class Activation(GrainEngine engine, GrainAddress address)
{
    [ThreadStatic]
    private static Activation? _beingCreated;

    private readonly Lock _gate = new();
    private readonly Mailbox _mailbox = new();
    private readonly TurnScheduler _turns = new();
    private readonly List<GrainTimer> _timers = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Phase _phase = Phase.New;
    private DeactivationReason? _reason;
    private AsyncServiceScope _scope;
    private Grain? _grain;
    private long _usedAt;

    private enum Phase
    {
        New,
        Activating,
        Active,
        Ending,
        Ended,
    }

    /// <summary>The activation whose grain is in its constructor on this thread.</summary>
    public static Activation? BeingCreated => _beingCreated;

    public GrainEngine Engine => engine;

    public GrainAddress Address => address;

    /// <summary>Completes when this life is over.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Takes a request, to be run here or in the next life; false when this life is over, or ends and the request with it.</summary>
    public bool TryPost(GrainRequest request)
    {
        lock (_gate)
        {
            if (_phase == Phase.Ended || (_phase == Phase.Ending && request.DiesWithActivation))
            {
                return false;
            }

            _mailbox.Add(request);
            if (_phase == Phase.New)
            {
                _phase = Phase.Activating;
                _turns.Run(ActivateAsync);
            }

            Continue();
            return true;
        }
    }

    /// <summary>Ends this life once its running requests have ended.</summary>
    public void Deactivate(DeactivationReason reason)
    {
        lock (_gate)
        {
            _reason ??= reason;
            Continue();
        }
    }

    /// <summary>Ends this life if nothing used it for so long.</summary>
    public void DeactivateIfUnusedFor(TimeSpan age)
    {
        lock (_gate)
        {
            if (_phase == Phase.Active && _mailbox.IsEmpty && engine.Time.GetElapsedTime(_usedAt) > age)
            {
                Deactivate(new(DeactivationReasonCode.ActivationIdle, "the grain was idle"));
            }
        }
    }

    /// <summary>Makes a timer end with this life.</summary>
    public void Own(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Add(timer);
        }
    }

    public void Disown(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers.Remove(timer);
        }
    }

    /// <summary>Starts what may start now: waiting requests, or, if it is to end and nothing runs, the end. Called under the gate.</summary>
    private void Continue()
    {
        if (_phase != Phase.Active)
        {
            return;
        }

        if (_reason is null)
        {
            _mailbox.StartReady(request => _turns.Run(() => RunAsync(request)));
        }
        else if (!_mailbox.IsRunning)
        {
            _phase = Phase.Ending;
            _turns.Run(DeactivateAsync);
        }
    }
}
