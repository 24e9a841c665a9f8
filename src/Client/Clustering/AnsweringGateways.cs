using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Messaging;
using Orleans.Runtime;
using Orleans.Runtime.Membership;

namespace OrderBookSilo.Client.Clustering;

/// <summary>
/// The gateways in the database that accept connections. A silo that died stays listed until the others notice, and a client that
/// tries it first loses many seconds.
/// </summary>
internal sealed class AnsweringGateways(IServiceProvider services) : IGatewayListProvider
{
    private static readonly TimeSpan LookTimeMax = TimeSpan.FromSeconds(2);

    private readonly AdoNetGatewayListProvider listed = ActivatorUtilities.CreateInstance<AdoNetGatewayListProvider>(services);

    public TimeSpan MaxStaleness => listed.MaxStaleness;

    public bool IsUpdatable => listed.IsUpdatable;

    public Task InitializeGatewayListProvider() => listed.InitializeGatewayListProvider();

    public async Task<IList<Uri>> GetGateways()
    {
        var gateways = await listed.GetGateways();
        var answers = await Task.WhenAll(gateways.Select(TakesCallsAsync));
        return [.. gateways.Where((_, i) => answers[i])];
    }

    private static async Task<bool> TakesCallsAsync(Uri gateway)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = new CancellationTokenSource(LookTimeMax);
        try
        {
            await socket.ConnectAsync(gateway.ToIPEndPoint()!, timeout.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
