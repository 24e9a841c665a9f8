using System.Data.Common;

namespace OrderBookSilo.Soak;

/// <summary>What the warehouse recorded of one slot.</summary>
/// <param name="Lag50Seconds">Time from the slot's start to the receipt of the book, median of the markets.</param>
/// <param name="Lag99Seconds">The same, 99th percentile.</param>
internal sealed record SlotFigures(long Books, long Gaps, double Lag50Seconds, double Lag99Seconds)
{
    /// <summary>One row for every slot from $1 up to, not including, $2 that has a book.</summary>
    public const string Query = """
        SELECT count(*),
               (SELECT count(*) FROM fact_gap WHERE fact_gap.slot = fact_book.slot),
               percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - slot)),
               percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM received_at - slot))
        FROM fact_book
        WHERE version = 'live' AND slot >= $1 AND slot < $2
        GROUP BY slot
        ORDER BY slot
        """;

    public static SlotFigures Read(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetDouble(2), row.GetDouble(3));
}
