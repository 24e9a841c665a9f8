using Orleans.Runtime;

namespace OrderBookSilo.Silo.Clustering;

/// <summary>Logs what a start waits for when joining the cluster takes long: silos that count as running and do not answer.</summary>
internal sealed partial class JoinWatch(IServiceProvider services, TimeProvider time, ILogger<JoinWatch> log) : IHostedLifecycleService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource joined = new();
    private Task watching = Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        watching = WatchAsync();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken) => await EndAsync();

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken) => await EndAsync();

    private async Task EndAsync()
    {
        await joined.CancelAsync();
        await watching;
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(joined.Token))
            {
                LogWaiting(Others());
            }
        }
        catch (OperationCanceledException)
        {
            // The silo has joined, or gives up.
        }
    }

    private string Others()
    {
        var local = services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var others = services.GetRequiredService<IClusterMembershipService>().CurrentSnapshot.Members.Values
            .Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(local))
            .Select(member => member.SiloAddress.Endpoint.ToString());
        var list = string.Join(", ", others);
        return list.Length == 0 ? "the cluster's database" : $"an answer of the silos at {list}, or until they count as lost";
    }

    [LoggerMessage(2801, LogLevel.Warning, "Joining the cluster: waiting for {What}")]
    private partial void LogWaiting(string what);
}
