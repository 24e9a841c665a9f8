using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.Membership;

namespace OrderBookSilo.Client.Clustering;

/// <summary>A client of the grains of a cluster, found through the database that lists its gateways.</summary>
internal sealed class ClusterSilo : ILiveSilo
{
    private const int ConnectSecondsMax = 15;
    private const int DatabaseSecondsMax = 5;
    private const int AnswerSecondsMax = 100;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan StopTimeMax = TimeSpan.FromSeconds(1);

    private readonly ClusterAddress address;
    private readonly IHost host;
    private bool isConnected;

    public ClusterSilo(ClusterAddress address)
    {
        this.address = address;
        var connectionString = ForOrleans(address);
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client => client
            .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (address.ClusterId, address.ServiceId))
            .UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", connectionString))
            .ConfigureServices(services => services.AddSingleton<IGatewayListProvider, AnsweringGateways>())
            .UseConnectionRetryFilter(ShouldRetryAsync));
        host = builder.Build();
    }

    public async Task<Answer<T>> AskAsync<T>(Func<ILiveMarkets, Task<Answer<T>>> question, CancellationToken cancel)
        where T : class
    {
        await ConnectAsync(cancel);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await question(new LiveMarkets(host.Services.GetRequiredService<IClusterClient>())).WaitAsync(cancel);
            }
            catch (OrleansException) when (Stopwatch.GetElapsedTime(started).TotalSeconds < ConnectSecondsMax)
            {
                // The gateway was lost after it was chosen; another is chosen once the client has noticed.
                await Task.Delay(RetryDelay, cancel);
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                throw new SiloUnreachableException(WhyNoAnswer(e));
            }
        }
    }

    // Leaving without a clean shutdown does no harm to the cluster, so it gets little time.
    public async ValueTask DisposeAsync()
    {
        if (isConnected)
        {
            using var timeout = new CancellationTokenSource(StopTimeMax);
            try
            {
                await host.StopAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        host.Dispose();
    }

    private async Task ConnectAsync(CancellationToken cancel)
    {
        if (isConnected)
        {
            return;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(TimeSpan.FromSeconds(ConnectSecondsMax));
        try
        {
            await host.StartAsync(timeout.Token).WaitAsync(timeout.Token);
            isConnected = true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            throw new SiloUnreachableException(WhyNotConnected(e));
        }
    }

    private string WhyNoAnswer(Exception e) => e switch
    {
        TimeoutException => $"The cluster '{address.ClusterId}' did not answer within {AnswerSecondsMax} s.",
        OrleansException => $"No silo of the cluster '{address.ClusterId}' answers.",
        _ => $"A silo of the cluster '{address.ClusterId}' was lost while it answered.",
    };

    /// <summary>Error messages of our own, because a driver's messages may contain the connection string.</summary>
    private string WhyNotConnected(Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable } => $"The database that {address.Source} names has no cluster.",
        PostgresException refusal => $"The database that {address.Source} names refused the connection: {Words.Printable(refusal.MessageText)}.",
        DbException => $"The database that {address.Source} names does not answer.",
        SiloUnavailableException => $"The cluster '{address.ClusterId}' has no running silo.",
        _ => $"No gateway of the cluster '{address.ClusterId}' answered within {ConnectSecondsMax} s.",
    };

    private static async Task<bool> ShouldRetryAsync(Exception failure, CancellationToken cancel)
    {
        if (failure is DbException or SiloUnavailableException)
        {
            return false;
        }

        await Task.Delay(RetryDelay, cancel);
        return true;
    }

    private static string ForOrleans(ClusterAddress address)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(address.ConnectionString) { Timeout = DatabaseSecondsMax }.ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new UsageException($"The content of {address.Source} is not a PostgreSQL connection string; write Host=…;Username=…;Database=….");
        }
    }
}
