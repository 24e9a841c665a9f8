using Microsoft.Extensions.DependencyInjection;

namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>One life of a grain: begun by its first request, then turn by turn until it ends; what still waits goes to the next life.</summary>
internal sealed partial class Activation(GrainEngine engine, GrainAddress address)
{
    [ThreadStatic]
    private static Activation? beingCreated;

    private readonly Lock gate = new();
    private readonly Mailbox mailbox = new();
    private readonly TurnScheduler turns = new();
    private readonly CancellationTokenSource endOfLife = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Phase phase = Phase.New;
    private DeactivationReason? reason;
    private AsyncServiceScope scope;
    private Grain? grain;
    private long usedAt;

    private enum Phase
    {
        New,
        Activating,
        Active,
        Ending,
        Ended,
    }

    /// <summary>The activation whose grain is in its constructor on this thread.</summary>
    public static Activation? BeingCreated => beingCreated;

    public GrainEngine Engine => engine;

    public GrainAddress Address => address;

    /// <summary>Cancelled when the last turn has ended.</summary>
    public CancellationToken EndOfLife => endOfLife.Token;

    /// <summary>Completes when this life is over.</summary>
    public Task Ended => ended.Task;

    /// <summary>
    /// Takes a request, to be run here or in the next life; false when this life is over, or ends and the request with it, or
    /// when something is to be done already and only a free activation was asked for.
    /// </summary>
    public bool TryPost(GrainRequest request, bool onlyIfFree = false)
    {
        lock (gate)
        {
            var isOver = phase == Phase.Ended || (phase == Phase.Ending && request.DiesWithActivation);
            if (isOver || (onlyIfFree && !mailbox.IsEmpty))
            {
                return false;
            }

            mailbox.Add(request);
            if (phase == Phase.New)
            {
                phase = Phase.Activating;
                turns.Run(ActivateAsync);
            }

            Continue();
            return true;
        }
    }

    /// <summary>Ends this life once its running requests have ended.</summary>
    public void Deactivate(DeactivationReason why)
    {
        lock (gate)
        {
            reason ??= why;
            Continue();
        }
    }

    /// <summary>Ends this life if nothing used it for so long.</summary>
    public void DeactivateIfUnusedFor(TimeSpan age)
    {
        lock (gate)
        {
            if (phase == Phase.Active && mailbox.IsEmpty && engine.Time.GetElapsedTime(usedAt) > age)
            {
                Deactivate(new(DeactivationReasonCode.ActivationIdle, "the grain was idle"));
            }
        }
    }

    /// <summary>Starts what may start now: waiting requests, or, if it is to end and nothing runs, the end. Called under the gate.</summary>
    private void Continue()
    {
        if (phase != Phase.Active)
        {
            return;
        }

        if (reason is null)
        {
            mailbox.StartReady(request => turns.Run(() => RunAsync(request)));
        }
        else if (!mailbox.IsRunning)
        {
            phase = Phase.Ending;
            turns.Run(DeactivateAsync);
        }
    }
}
