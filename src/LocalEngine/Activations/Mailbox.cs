namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>The waiting and running requests of one activation, and the rule which of them may run together. Not thread-safe.</summary>
internal sealed class Mailbox
{
    private readonly LinkedList<GrainRequest> _waiting = new();
    private int _waitingInterleaved;
    private int _running;
    private int _runningAlone;
    private int _runningReaders;

    public bool IsEmpty => _running == 0 && _waiting.Count == 0;

    public bool IsRunning => _running > 0;

    public void Add(GrainRequest request)
    {
        _waiting.AddLast(request);
        _waitingInterleaved += request.Interleaving == Interleaving.Never ? 0 : 1;
    }

    /// <summary>Moves the requests that may start now to running, in order of arrival, and hands each to <paramref name="start"/>.</summary>
    public void StartReady(Action<GrainRequest> start)
    {
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (MayStart(node.Value.Interleaving))
            {
                Remove(node);
                Count(node.Value, +1);
                start(node.Value);
            }
            else if (_waitingInterleaved == 0)
            {
                return;
            }

            node = next;
        }
    }

    public void Ended(GrainRequest request) => Count(request, -1);

    public IReadOnlyList<GrainRequest> TakeWaiting()
    {
        GrainRequest[] taken = [.. _waiting];
        _waiting.Clear();
        _waitingInterleaved = 0;
        return taken;
    }

    private bool MayStart(Interleaving interleaving) => interleaving switch
    {
        Interleaving.Always => true,
        Interleaving.Readers => _runningAlone == 0,
        _ => _runningAlone == 0 && _runningReaders == 0,
    };

    private void Remove(LinkedListNode<GrainRequest> node)
    {
        _waiting.Remove(node);
        _waitingInterleaved -= node.Value.Interleaving == Interleaving.Never ? 0 : 1;
    }

    private void Count(GrainRequest request, int change)
    {
        _running += change;
        _runningAlone += request.Interleaving == Interleaving.Never ? change : 0;
        _runningReaders += request.Interleaving == Interleaving.Readers ? change : 0;
    }
}
