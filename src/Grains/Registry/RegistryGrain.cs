using Microsoft.Extensions.Logging;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Markets;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Registry;

/// <summary>
/// The list of markets. Configuration adds markets that were never seen before; after that the warehouse decides. The list is kept
/// in memory, so it is served while PostgreSQL is unavailable.
/// </summary>
public sealed partial class RegistryGrain(IMarketReader warehouse, TimeProvider time, ILogger<RegistryGrain> log) : Grain, IRegistryGrain
{
    /// <summary>How many markets are started at the same time.</summary>
    private const int StartsAtOnce = 16;

    /// <summary>A call to start markets returns after this time with the number still to start, so that other calls can run.</summary>
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, Pair> pairs = new(StringComparer.Ordinal);

    /// <summary>When this activation last started or stopped each market, and which of the two.</summary>
    private readonly Dictionary<string, (bool Active, DateTimeOffset At)> up = new(StringComparer.Ordinal);

    private SortedDictionary<string, MarketRun> markets = new(StringComparer.Ordinal);
    private MarketListings? list;
    private long changes;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);

        // The list must stay in memory while the database is unavailable.
        DelayDeactivation(Timeout.InfiniteTimeSpan);
    }

    public async Task<int> StartAllAsync(IReadOnlyList<string> configuredMarkets, DateTimeOffset upSince)
    {
        await LoadAsync(CancellationToken.None);

        var configured = configuredMarkets.ToHashSet(StringComparer.Ordinal);
        foreach (var market in configured)
        {
            markets.TryAdd(market, MarketRun.NeverStarted);
        }

        var steps = markets.Select(market => (Market: market.Key, Step: MarketRuns.StepOf(market.Value, configured.Contains(market.Key))));
        var down = steps.Where(of => of.Step is { } step && !IsUp(of.Market, step != MarketStep.Stop, upSince)).ToList();
        if (down.Count == 0)
        {
            return 0;
        }

        using var starts = new SemaphoreSlim(StartsAtOnce);
        var since = time.GetTimestamp();
        var areUp = await Task.WhenAll([.. down.Select(of => BringUpAsync(of.Market, of.Step!.Value, starts, since))]);
        var left = areUp.Count(came => !came);
        LogStarted(markets.Count(market => market.Value == MarketRun.Active), left);
        return left;
    }

    public async Task AddAsync(string market)
    {
        await GrainFactory.GetGrain<IMarketGrain>(market).StartAsync();
        Set(market, MarketRun.Active);
    }

    public async Task<bool> RemoveAsync(string market)
    {
        if (!markets.ContainsKey(market))
        {
            return false;
        }

        await GrainFactory.GetGrain<IMarketGrain>(market).StopAsync();
        Set(market, MarketRun.Stopped);
        return true;
    }

    public Task<MarketListings?> ListAsync(string? heldVersion, CancellationToken cancel)
    {
        list ??= new MarketListings($"{GrainContext.ActivationId}-{changes}", [.. markets.Select(market => Listing(market.Key, market.Value))]);
        return Task.FromResult(heldVersion == list.Version ? null : list);
    }

    public Task SetPairAsync(string market, string baseAsset, string quoteAsset, CancellationToken cancel)
    {
        var pair = new Pair(new Asset(baseAsset), new Asset(quoteAsset));
        if (PairOf(market) != pair)
        {
            pairs[market] = pair;
            Changed();
        }

        return Task.CompletedTask;
    }

    // A stopped market stays stopped when its silo is lost; only an active one has to be started again.
    private bool IsUp(string market, bool isActive, DateTimeOffset since) =>
        up.TryGetValue(market, out var was) && was.Active == isActive && (was.At >= since || !isActive);

    private async Task LoadAsync(CancellationToken cancel)
    {
        var known = new SortedDictionary<string, MarketRun>(StringComparer.Ordinal);
        foreach (var record in await warehouse.ListMarketsAsync(cancel))
        {
            var market = record.Market.ToString();
            known[market] = MarketRuns.Of(record);
            if (record.Pair is { } pair)
            {
                pairs.TryAdd(market, pair);
            }
        }

        markets = known;
        Changed();
    }

    private void Set(string market, MarketRun run)
    {
        markets[market] = run;
        Changed();
    }

    private void Changed()
    {
        changes++;
        list = null;
    }

    private MarketListing Listing(string market, MarketRun run)
    {
        var pair = PairOf(market);
        return new MarketListing(market, run == MarketRun.Active, pair?.Base.Code, pair?.Quote.Code, WasStarted: run != MarketRun.NeverStarted);
    }

    private Pair? PairOf(string market) => pairs.TryGetValue(market, out var pair) ? pair : null;

    private async Task<bool> BringUpAsync(string market, MarketStep step, SemaphoreSlim starts, long since)
    {
        await starts.WaitAsync();
        try
        {
            if (time.GetElapsedTime(since) > StartTimeMax)
            {
                return false;
            }

            var (grain, isActive) = (GrainFactory.GetGrain<IMarketGrain>(market), step != MarketStep.Stop);
            await (step switch
            {
                MarketStep.Start => grain.StartAsync(),
                MarketStep.Resume => grain.ResumeAsync(),
                _ => grain.StopAsync(),
            });
            up[market] = (isActive, time.GetUtcNow());
            Set(market, isActive ? MarketRun.Active : MarketRun.Stopped);
            return true;
        }
        catch (Exception e)
        {
            LogNotStarted(e, market);
            return false;
        }
        finally
        {
            starts.Release();
        }
    }

    [LoggerMessage(1201, LogLevel.Information, "{Active} active markets, {Left} still to be started")]
    private partial void LogStarted(int active, int left);

    [LoggerMessage(1202, LogLevel.Error, "Could not start {Market}")]
    private partial void LogNotStarted(Exception e, string market);
}
