using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>Buffers snapshots as rows of <c>fact_book</c>.</summary>
/// <param name="schema">Schema of the table with a trailing dot, such as <c>pg_temp.</c>, or empty.</param>
internal sealed class BookRows(string version, string schema)
{
    public const string Columns = """
        market_id, slot, version, slot_length, requested_at, received_at, venue_time, sequence,
        best_bid, best_ask, mid_price, bid_levels, ask_levels, depth_complete, bid_depth_complete, ask_depth_complete,
        fills_left_out, adapter_version, sha256, archive_key, spread_bps, microprice, time_source
        """;

    private readonly CopyBuffer rows = new($"{schema}fact_book", Columns);

    public int RowCount => rows.RowCount;

    public void Add(int marketId, Snapshot snapshot)
    {
        var (capture, book) = (snapshot.Capture, snapshot.Book);
        rows.StartRow().Add(marketId).Add(capture.Slot.Start).Add(version).Add(capture.Slot.Length).Add(capture.RequestedAt).Add(capture.ReceivedAt)
            .Add(book.VenueTime).Add(book.Sequence).Add(book.BestBid).Add(book.BestAsk).Add(book.Mid).Add(book.Bids.Count).Add(book.Asks.Count)
            .Add(book.DepthComplete).Add(book.Bids.IsWhole).Add(book.Asks.IsWhole).Add(snapshot.FillsLeftOut).Add(capture.AdapterVersion)
            .Add(capture.Sha256).Add(snapshot.ArchiveKey).Add(book.SpreadBps).Add(book.Microprice).Add(capture.TimeSource.Text()).EndRow();
    }

    public Task SendAsync(NpgsqlConnection connection, CancellationToken cancel) => rows.SendAsync(connection, cancel);
}
