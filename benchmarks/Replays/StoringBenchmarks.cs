using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;

namespace OrderBookSilo.Benchmarks.Replays;

/// <summary>Pages of a new version as a replay writes them, compared with a binary COPY of the same bytes into the same tables.</summary>
internal static class StoringBenchmarks
{
    private const int Days = 2;
    private const int Rounds = 31;
    private static readonly CancellationToken None = CancellationToken.None;

    private static readonly string[] Tables =
        ["fact_book", "fact_depth", "fact_imbalance", "fact_cost", "fact_fill", "fact_round_trip", "fact_split", "fact_split_leg", "fact_split_single", "fact_split_excluded"];

    public static async Task<IReadOnlyList<Figure>> AllAsync(ReplayStores stores)
    {
        await ExecuteAsync(stores, $"INSERT INTO data_version (version, created_at) VALUES ('{ReplayStores.Version}', now())");
        var pages = await ComputeAsync(stores);
        var rows = await WriteAsync(stores, pages);
        var copies = await ReadCopiesAsync(stores, pages);
        var (write, copy, again) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            await EmptyAsync(stores);
            write.Add((await Lap.OfAsync(() => WriteAsync(stores, pages))).WallSeconds);
            again.Add((await Lap.OfAsync(() => WriteAsync(stores, pages))).WallSeconds);
            await EmptyAsync(stores);
            copy.Add((await Lap.OfAsync(() => CopyAsync(stores, copies))).WallSeconds);
        }

        return
        [
            new Figure("database stage", $"{pages.Count} pages", $"{rows} rows, {copies.Sum(page => page.Sum(table => table.Bytes.Length)) / 1e6:0.0} MB"),
            Figure.Of("pages of a new version: rate of binary COPY of the same", Median(copy) / Median(write), "×", "at least 0.6"),
            Figure.Of("pages of a new version", rows / Median(write), "rows/s"),
            Figure.Of("pages in place of what the version had", rows / Median(again), "rows/s"),
            Figure.Of("binary COPY", rows / Median(copy), "rows/s"),
        ];
    }

    private static double Median(List<double> seconds) => seconds.Skip(1).Order().ElementAt(Rounds / 2);

    private static async Task<IReadOnlyList<KeptPage>> ComputeAsync(ReplayStores stores)
    {
        var kept = new KeepingFacts(stores.Facts);
        var replayer = stores.Replayer(kept);
        foreach (var page in ReplayStores.Pages(Days))
        {
            await replayer.RunAsync(ReplayStores.Order(isDry: false), page, _ => Task.CompletedTask, None);
        }

        return kept.Pages;
    }

    private static async Task<long> WriteAsync(ReplayStores stores, IReadOnlyList<KeptPage> pages)
    {
        long rows = 0;
        foreach (var page in pages)
        {
            await using var writer = await stores.Facts.OpenPageAsync(page.Request, page.Recipe, page.Page, page.Asset, None);
            foreach (var (snapshot, splits) in page.Made)
            {
                await (snapshot is not null ? writer.AddAsync(snapshot, None) : writer.AddAsync(splits!, None));
            }

            rows += (await writer.CompleteAsync(None)).Tally.Written;
        }

        return rows;
    }

    private static async Task CopyAsync(ReplayStores stores, IReadOnlyList<IReadOnlyList<(string Table, byte[] Bytes)>> pages)
    {
        foreach (var page in pages)
        {
            await using var connection = await stores.Source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var (table, bytes) in page)
            {
                await using var stream = await connection.BeginRawBinaryCopyAsync($"COPY {table} FROM STDIN (FORMAT binary)");
                await stream.WriteAsync(bytes);
            }

            await transaction.CommitAsync();
        }
    }

    private static async Task<IReadOnlyList<IReadOnlyList<(string Table, byte[] Bytes)>>> ReadCopiesAsync(ReplayStores stores, IReadOnlyList<KeptPage> pages)
    {
        var copies = new List<IReadOnlyList<(string, byte[])>>();
        await using var connection = await stores.Source.OpenConnectionAsync();
        foreach (var page in pages)
        {
            var ofPage = new List<(string, byte[])>();
            foreach (var table in Tables)
            {
                var whose = table.StartsWith("fact_split", StringComparison.Ordinal)
                    ? $"asset = '{page.Asset!.Value.Code}'"
                    : $"market_id IN (SELECT market_id FROM dim_market WHERE market = '{page.Page.Markets[0]}')";
                await using var stream = await connection.BeginRawBinaryCopyAsync(
                    $"COPY (SELECT * FROM {table} WHERE {whose} AND slot >= '{page.Page.From:O}' AND slot < '{page.Page.To:O}') TO STDOUT (FORMAT binary)");
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes);
                ofPage.Add((table, bytes.ToArray()));
            }

            copies.Add(ofPage);
        }

        return copies;
    }

    private static Task EmptyAsync(ReplayStores stores) => ExecuteAsync(stores, $"TRUNCATE {string.Join(", ", Tables)}; CHECKPOINT");

    private static async Task ExecuteAsync(ReplayStores stores, string sql)
    {
        await using var command = stores.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>What a replay computed for a page, in order: a snapshot, or the splits of a slot.</summary>
internal sealed record KeptPage(ReplayRequest Request, ReplayRecipe Recipe, ReplayPage Page, Asset? Asset)
{
    public List<(Snapshot? Snapshot, IReadOnlyList<SlotSplit>? Splits)> Made { get; } = [];
}

/// <summary>Reads from the database but keeps writes in memory.</summary>
internal sealed class KeepingFacts(IReplayFacts facts) : IReplayFacts
{
    public List<KeptPage> Pages { get; } = [];

    public Task<IReadOnlyList<ReplayBook>> ReadReplayBooksAsync(ReplayPage page, CancellationToken cancel) => facts.ReadReplayBooksAsync(page, cancel);

    public Task<ILookup<DateTimeOffset, SlotMarket>> ReadSlotMarketsAsync(Asset baseAsset, IReadOnlyList<Slot> slots, CancellationToken cancel) =>
        facts.ReadSlotMarketsAsync(baseAsset, slots, cancel);

    public Task<IReplayPageWriter> OpenPageAsync(ReplayRequest request, ReplayRecipe recipe, ReplayPage page, Asset? asset, CancellationToken cancel)
    {
        Pages.Add(new KeptPage(request, recipe, page, asset));
        return Task.FromResult<IReplayPageWriter>(new Keeper(Pages[^1]));
    }

    private sealed class Keeper(KeptPage page) : IReplayPageWriter
    {
        public Task AddAsync(Snapshot snapshot, CancellationToken cancel)
        {
            page.Made.Add((snapshot with { Capture = snapshot.Capture with { Body = default } }, null));
            return Task.CompletedTask;
        }

        public Task AddAsync(IReadOnlyList<SlotSplit> splits, CancellationToken cancel)
        {
            page.Made.Add((null, splits));
            return Task.CompletedTask;
        }

        public Task<ReplayPageResult> CompleteAsync(CancellationToken cancel) => Task.FromResult(new ReplayPageResult(new ReplayTally(), []));

        public ValueTask DisposeAsync() => default;
    }
}
