using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Postgres.Copy;

namespace OrderBookSilo.Io.Postgres;

/// <summary>Writes a pull and its facts within a transaction. The pull that first inserts a slot's book also writes its facts.</summary>
internal static class PullRows
{
    private const string InsertBook = $"""
        INSERT INTO fact_book ({BookRows.Columns})
        VALUES ($1, $2, $3, make_interval(secs => $4), $5, $6, $7, $8,
            $9::numeric, $10::numeric, $11::numeric, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22::numeric, $23)
        ON CONFLICT DO NOTHING
        """;

    private const string FindArchiveKey = "SELECT archive_key FROM fact_book WHERE market_id = $1 AND slot = $2 AND version = $3";

    private const string InsertPull = """
        INSERT INTO fact_pull (market_id, slot, slot_length, requested_at, ended_at, outcome, kind, http_status, message, body_head,
            sha256, archive_key)
        VALUES ($1, $2, make_interval(secs => $3), $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT DO NOTHING
        """;

    // An attempt whose row had to wait may be recorded after its slot became a gap. Deleted and inserted, because a silo need not have
    // the right to update gaps.
    private const string CorrectGap = """
        WITH last AS (
            SELECT kind FROM fact_pull WHERE market_id = $1 AND slot = $2 AND outcome = 'failed' ORDER BY requested_at DESC LIMIT 1),
        wrong AS (
            DELETE FROM fact_gap USING last WHERE market_id = $1 AND slot = $2 AND reason <> last.kind
            RETURNING market_id, slot, slot_length, last.kind, recorded_at)
        INSERT INTO fact_gap (market_id, slot, slot_length, reason, recorded_at) SELECT * FROM wrong
        """;

    private const string DeleteGap = "DELETE FROM fact_gap WHERE market_id = $1 AND slot = $2";

    /// <summary>False when the slot already had its book.</summary>
    public static async Task<bool> WriteAsync(NpgsqlConnection connection, int marketId, Snapshot snapshot, CancellationToken cancel)
    {
        if (await InsertBookAsync(connection, marketId, snapshot, cancel))
        {
            var facts = new FactRows(PostgresDatabase.LiveVersion);
            facts.Add(marketId, snapshot);
            await facts.SendAsync(connection, cancel);
            await InsertPullAsync(connection, marketId, snapshot, "book", cancel);
            return true;
        }

        await using var find = connection.Command(FindArchiveKey, marketId, snapshot.Capture.Slot.Start, PostgresDatabase.LiveVersion);
        if ((string?)await find.ExecuteScalarAsync(cancel) != snapshot.ArchiveKey)
        {
            await InsertPullAsync(connection, marketId, snapshot, "superseded", cancel);
        }

        return false;
    }

    public static void AddFailure(NpgsqlBatch batch, int marketId, FailedPull pull) => batch.Add(MarketIds.LockMarket, marketId).Add(
        InsertPull, marketId, pull.Slot.Start, pull.Slot.Length, pull.RequestedAt, pull.EndedAt, "failed",
        pull.Failure.Kind.Text(), pull.Failure.HttpStatus, pull.Failure.Message, pull.BodyHead, pull.Sha256, pull.ArchiveKey)
        .Add(CorrectGap, marketId, pull.Slot.Start);

    private static async Task<bool> InsertBookAsync(NpgsqlConnection connection, int marketId, Snapshot snapshot, CancellationToken cancel)
    {
        var (capture, book) = (snapshot.Capture, snapshot.Book);
        await using var batch = connection.CreateBatch();
        batch.Add(MarketIds.LockMarket, marketId).Add(
            InsertBook, marketId, capture.Slot.Start, PostgresDatabase.LiveVersion, capture.Slot.Length, capture.RequestedAt, capture.ReceivedAt,
            book.VenueTime, book.Sequence, book.BestBid, book.BestAsk, book.Mid, book.Bids.Count, book.Asks.Count,
            book.DepthComplete, book.Bids.IsWhole, book.Asks.IsWhole, snapshot.FillsLeftOut, capture.AdapterVersion,
            capture.Sha256, snapshot.ArchiveKey, book.SpreadBps, book.Microprice, capture.TimeSource.Text());
        await batch.ExecuteNonQueryAsync(cancel);
        return batch.BatchCommands[1].RecordsAffected == 1;
    }

    private static async Task InsertPullAsync(
        NpgsqlConnection connection, int marketId, Snapshot snapshot, string outcome, CancellationToken cancel)
    {
        var capture = snapshot.Capture;
        await using var batch = connection.CreateBatch();
        batch.Add(
            InsertPull, marketId, capture.Slot.Start, capture.Slot.Length, capture.RequestedAt, capture.ReceivedAt, outcome,
            null, capture.HttpStatus, null, null, capture.Sha256, snapshot.ArchiveKey);
        batch.Add(DeleteGap, marketId, capture.Slot.Start);
        await batch.ExecuteNonQueryAsync(cancel);
    }
}
