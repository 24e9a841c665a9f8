using OrderBookSilo.Silo.Security;

namespace OrderBookSilo.Silo.Api;

/// <summary>
/// Limits how much archive work runs for callers at once, because each piece holds a book or two in memory. One caller has one
/// place, a place is held for a bounded time, and waiting for one ends.
/// </summary>
internal sealed class ArchiveWorkLimit(TimeProvider time)
{
    /// <summary>Pieces of work that run at once; the others wait.</summary>
    public const int WorkAtOnce = 2;

    /// <summary>Requests that wait for a place, in total and of one caller; more are refused at once.</summary>
    private const int WaitingMax = 64;
    private const int WaitingOfOneMax = 8;

    /// <summary>How long a request waits for a place.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(90);

    /// <summary>How long a place is held; then the connection is closed. A day of the largest books takes minutes.</summary>
    public static readonly TimeSpan HoldMax = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly HashSet<string> working = new(StringComparer.Ordinal);
    private readonly LinkedList<Waiter> waiting = [];
    private bool isScanning;

    /// <summary>Waits for a place and returns it, or null when none became free in time; disposing of it frees it.</summary>
    public async Task<IDisposable?> TryAcquireAsync(HttpContext http)
    {
        var waiter = new Waiter(http.Items[typeof(Caller)] is Caller caller ? caller.Account : "");
        lock (gate)
        {
            if (waiting.Count == WaitingMax || waiting.Count(other => other.Account == waiter.Account) == WaitingOfOneMax)
            {
                return null;
            }

            waiting.AddLast(waiter);
            Admit();
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(WaitMax, time, http.RequestAborted);
            return new Place(() => Leave(waiter), time.CreateTimer(_ => http.Abort(), null, HoldMax, Timeout.InfiniteTimeSpan));
        }
        catch (TimeoutException)
        {
            Leave(waiter);
            return null;
        }
        catch (OperationCanceledException)
        {
            Leave(waiter);
            throw;
        }
    }

    /// <summary>
    /// The place of the one scan that may run at a time; null while one is running. It is not one of the others, because a scan
    /// of years of objects takes hours and must not block exports and imports.
    /// </summary>
    public IDisposable? TryAcquireScan()
    {
        lock (gate)
        {
            if (isScanning)
            {
                return null;
            }

            isScanning = true;
            return new Place(
                () =>
                {
                    lock (gate)
                    {
                        isScanning = false;
                    }
                },
                holdMax: null);
        }
    }

    // In the order of arrival, except that whoever already has a place lets others pass.
    private void Admit()
    {
        for (var node = waiting.First; node is not null && working.Count < WorkAtOnce;)
        {
            var next = node.Next;
            if (working.Add(node.Value.Account))
            {
                waiting.Remove(node);
                node.Value.Admitted.SetResult();
            }

            node = next;
        }
    }

    private void Leave(Waiter waiter)
    {
        lock (gate)
        {
            if (!waiting.Remove(waiter))
            {
                working.Remove(waiter.Account);
            }

            Admit();
        }
    }

    private sealed class Waiter(string account)
    {
        public string Account { get; } = account;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(Action leave, ITimer? holdMax) : IDisposable
    {
        private Action? held = leave;

        public void Dispose()
        {
            holdMax?.Dispose();
            Interlocked.Exchange(ref held, null)?.Invoke();
        }
    }
}
