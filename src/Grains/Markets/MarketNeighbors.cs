using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains.Markets;

/// <summary>The grains that one market notifies; a failed notification is made up for later.</summary>
internal sealed partial class MarketNeighbors(Market market, IGrainFactory grains, ILogger<MarketGrain> log)
{
    // Pair questions find markets through the registry, which cannot know the pair of a market that is new to the warehouse. It is
    // reported after every attempt, because a registry that moved to another silo has only what the warehouse knew.
    public async Task NotifyRegistryAsync(Pair pair, CancellationToken cancel)
    {
        try
        {
            var registry = grains.GetGrain<IRegistryGrain>(IRegistryGrain.Key);
            await registry.SetPairAsync(market.ToString(), pair.Base.Code, pair.Quote.Code, cancel);
        }
        catch (Exception e)
        {
            LogRegistryNotNotified(e, market);
        }
    }

    // The asset's reminder finds the slot as well, but later.
    public async Task NotifyAssetAsync(Pair pair, CancellationToken cancel)
    {
        try
        {
            await grains.GetGrain<IAssetGrain>(pair.Base.Code).NotifyAsync(cancel);
        }
        catch (Exception e)
        {
            LogAssetNotNotified(market, e.Message);
        }
    }

    [LoggerMessage(1005, LogLevel.Warning, "{Market}: could not report its pair to the registry; retrying after the next attempt")]
    private partial void LogRegistryNotNotified(Exception e, Market market);

    [LoggerMessage(1006, LogLevel.Warning, "{Market}: could not notify its asset of the book ({Message}); its next check will find the book")]
    private partial void LogAssetNotNotified(Market market, string message);
}
