using Npgsql;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Io.Postgres.Copy;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <summary>The rows of a page, sent in portions so that memory does not grow with the page.</summary>
internal sealed class PageRows(IReadOnlyDictionary<Market, int> marketIds, string version, string schema = "")
{
    private const int BytesMax = 4 * 1024 * 1024;

    private readonly BookRows books = new(version, schema);
    private readonly FactRows facts = new(version, schema);
    private readonly SplitRows splits = new(marketIds, version, schema);
    private long sent;

    public long Count => sent + Waiting;

    private long Waiting => books.RowCount + facts.RowCount + splits.RowCount;

    public Task<long> AddAsync(NpgsqlConnection connection, Snapshot snapshot, CancellationToken cancel)
    {
        books.Add(marketIds[snapshot.Capture.Market], snapshot);
        facts.Add(marketIds[snapshot.Capture.Market], snapshot);
        return facts.ByteCount < BytesMax ? Task.FromResult(Count) : SendAsync(connection, cancel);
    }

    public Task<long> AddAsync(NpgsqlConnection connection, IReadOnlyList<SlotSplit> made, CancellationToken cancel)
    {
        foreach (var split in made)
        {
            splits.AddWhole(split);
        }

        return splits.ByteCount < BytesMax ? Task.FromResult(Count) : SendAsync(connection, cancel);
    }

    /// <summary>Sends the buffered rows; returns the total number of rows sent.</summary>
    public async Task<long> SendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        sent += Waiting;
        await books.SendAsync(connection, cancel);
        await facts.SendAsync(connection, cancel);
        await splits.SendAsync(connection, cancel);
        return sent;
    }
}
