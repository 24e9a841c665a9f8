using System.Runtime.InteropServices;

namespace OrderBookSilo.Silo;

/// <summary>
/// Ends the process on SIGTERM, SIGINT and SIGQUIT. A silo that is still starting completes its start first, within a limit,
/// because a start that is cancelled in the middle leaves errors in the log that look like a fault.
/// </summary>
internal sealed class StopSignals(IHostApplicationLifetime lifetime, TimeProvider time) : IHostLifetime, IDisposable
{
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(5);

    private readonly List<PosixSignalRegistration> registrations = [];
    private volatile bool isAsked;

    /// <summary>Whether a signal asked for the stop; a stop can also follow from a fault.</summary>
    public bool IsAsked => isAsked;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT })
        {
            registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => registrations.ForEach(registration => registration.Dispose());

    private void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        isAsked = true;
        _ = StopAsync();
    }

    private async Task StopAsync()
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await Task.WhenAny(started.Task, Task.Delay(StartTimeMax, time));
        lifetime.StopApplication();
    }
}
