using Orleans.Runtime;

namespace OrderBookSilo.Silo.Workers;

/// <summary>Restarts the markets of a silo that left the cluster or died, so that their slot need not wait for the next regular check.</summary>
internal sealed class LostSilos(IClusterMembershipService membership, StartMarkets markets) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var living = new HashSet<SiloAddress>();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var previous = living;
            living = snapshot.Members.Values.Where(member => member.Status != SiloStatus.Dead).Select(member => member.SiloAddress).ToHashSet();
            if (!previous.IsSubsetOf(living))
            {
                await markets.BringUpAgainAsync(stoppingToken);
            }
        }
    }
}
