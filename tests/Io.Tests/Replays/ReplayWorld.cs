using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Replays;

/// <summary>Books pulled into real stores, and replays of them.</summary>
internal sealed class ReplayWorld(SpoolWorld stores) : IAsyncDisposable
{
    /// <summary>Every versioned table of facts.</summary>
    public static readonly string[] Tables =
        ["fact_book", "fact_depth", "fact_imbalance", "fact_cost", "fact_fill", "fact_round_trip", "fact_split", "fact_split_leg", "fact_split_single", "fact_split_excluded"];

    private static readonly CancellationToken None = CancellationToken.None;

    public SpoolWorld Stores => stores;

    public TestDatabase Database => stores.Database;

    private SnapshotPlan Plan { get; } = new([10_000], new Dictionary<string, IReadOnlyList<Exact>>(), [10_000], FillPolicy.Exact, [100], FillsMax: 20_000);

    private MarketFees Fees { get; } = new(new Dictionary<string, TraderFees>());

    private SplitPlanner Desk { get; } = new(new SplitSettings([], ConvertsAtMid: false, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromHours(2)));

    /// <summary>This many hours of one market, each with its book and its splits.</summary>
    public static async Task<ReplayWorld> PulledAsync(int hours, IArchive? archive = null)
    {
        var world = new ReplayWorld(await SpoolWorld.CreateAsync(archive: archive));
        for (var hour = 0; hour < hours; hour++)
        {
            await world.PullAsync();
        }

        return world;
    }

    /// <summary>Pulls another book for the current slot, with its splits; then advances by an hour.</summary>
    /// <param name="sequence">The hour unless given.</param>
    public async Task<Snapshot> PullAsync(int? sequence = null)
    {
        var slot = stores.Slot;
        stores.Venues.Simulator.Pin("coinbase", "BTC-USD", Body(slot.Start.Hour, sequence ?? slot.Start.Hour));
        var pulled = await stores.CommitAsync();
        var markets = await stores.Postgres.Splits.ReadSlotMarketsAsync(SpoolWorld.Pair.Base, slot, None);
        var books = markets.Where(market => market.Book is not null).ToDictionary(market => market.Market, _ => pulled.Book);
        await stores.Postgres.Splits.SaveSplitsAsync(new SlotSplits(Desk, Plan, Fees).Of(SpoolWorld.Pair.Base, slot, markets, [], books), None);
        stores.Clock.Advance(SpoolWorld.Hour);
        return pulled;
    }

    /// <summary>Archives a capture for the current slot without facts; then advances by an hour.</summary>
    public async Task ArchiveAsync(int? sequence = null)
    {
        stores.Venues.Simulator.Pin("coinbase", "BTC-USD", Body(stores.Slot.Start.Hour, sequence ?? stores.Slot.Start.Hour));
        var fetched = await stores.Venues.Fetcher.FetchBookAsync(SpoolWorld.Market, SpoolWorld.Hour, RequestPriority.First, None);
        await stores.Archive.StoreAsync(fetched.Outcome.Value, None);
        stores.Clock.Advance(SpoolWorld.Hour);
    }

    public async Task<ReplayPageResult> ReplayAsync(
        ReplayMode mode, string? version = null, bool isDry = false, Exact? orderSize = null, string? feeProfile = null, FillPolicy? fillPolicy = null, Market? market = null)
    {
        var request = new ReplayRequest(
            Some.Hour, Some.Hour.AddHours(14), market is { } only ? [only] : [], orderSize is { } size ? [size] : null, feeProfile, fillPolicy, mode, version, isDry);
        var replayer = new Replayer(
            stores.Archive, stores.Postgres.Markets, stores.Postgres.ReplayFacts, VenueCatalog.All.ToDictionary(venue => venue.Code), stores.Facts, Plan, Fees, Desk);
        await Database.ExecuteAsync(version is null || await Database.ScalarAsync<long>($"SELECT count(*) FROM fact_book WHERE version = '{version}'") > 0
            ? "SELECT"
            : $"INSERT INTO data_version (version, created_at) VALUES ('{version}', now()) ON CONFLICT DO NOTHING");
        return await replayer.RunAsync(request, new ReplayPage([SpoolWorld.Market], request.From, request.To), _ => Task.CompletedTask, None);
    }

    /// <summary>Every row of a version with exact digits, independent of the version's name.</summary>
    public async Task<List<string>> RowsAsync(string version = "live")
    {
        var rows = new List<string>();
        foreach (var table in Tables)
        {
            rows.AddRange(await Database.RowsAsync($"SELECT '{table} ' || (to_jsonb(fact) - 'version')::text FROM {table} AS fact WHERE version = '{version}' ORDER BY 1"));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => stores.DisposeAsync();

    private static byte[] Body(int hour, int sequence) => System.Text.Encoding.UTF8.GetBytes(
        $$"""{"bids":[["{{100 + hour}}.5","60.125",1],["{{100 + hour}}.25","1000",1]],"asks":[["{{101 + hour}}","50.5",1],["{{101 + hour}}.75","2000.3",2]],"sequence":{{sequence}},"auction_mode":false,"auction":null,"time":"2026-11-22T{{hour:00}}:00:01.5Z"}""");
}
