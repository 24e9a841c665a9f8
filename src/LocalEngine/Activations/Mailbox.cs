namespace OrderBookSilo.LocalEngine.Activations;

/// <summary>The waiting and running requests of one activation, and the rule which of them may run together. Not thread-safe.</summary>
internal sealed class Mailbox
{
    private readonly LinkedList<GrainRequest> waiting = new();
    private int waitingInterleaved;
    private int running;
    private int runningAlone;
    private int runningReaders;

    public bool IsEmpty => running == 0 && waiting.Count == 0;

    public bool IsRunning => running > 0;

    public void Add(GrainRequest request)
    {
        waiting.AddLast(request);
        waitingInterleaved += request.Interleaving == Interleaving.Never ? 0 : 1;
    }

    /// <summary>Moves the requests that may start now to running, in order of arrival, and hands each to <paramref name="start"/>.</summary>
    public void StartReady(Action<GrainRequest> start)
    {
        for (var node = waiting.First; node is not null;)
        {
            var next = node.Next;
            if (MayStart(node.Value.Interleaving))
            {
                Remove(node);
                Count(node.Value, +1);
                start(node.Value);
            }
            else if (waitingInterleaved == 0)
            {
                return;
            }

            node = next;
        }
    }

    public void Ended(GrainRequest request) => Count(request, -1);

    public IReadOnlyList<GrainRequest> TakeWaiting()
    {
        GrainRequest[] taken = [.. waiting];
        waiting.Clear();
        waitingInterleaved = 0;
        return taken;
    }

    private bool MayStart(Interleaving interleaving) => interleaving switch
    {
        Interleaving.Always => true,
        Interleaving.Readers => runningAlone == 0,
        _ => runningAlone == 0 && runningReaders == 0,
    };

    private void Remove(LinkedListNode<GrainRequest> node)
    {
        waiting.Remove(node);
        waitingInterleaved -= node.Value.Interleaving == Interleaving.Never ? 0 : 1;
    }

    private void Count(GrainRequest request, int change)
    {
        running += change;
        runningAlone += request.Interleaving == Interleaving.Never ? change : 0;
        runningReaders += request.Interleaving == Interleaving.Readers ? change : 0;
    }
}
