using OrderBookSilo.Io.Postgres.Copy;

namespace OrderBookSilo.Io.Tests.Postgres;

public sealed class CopyBufferTests
{
    private const string Columns = """
        market_id, slot, version,
        reason
        """;

    [Fact]
    public void A_row_with_a_value_for_each_column_is_counted()
    {
        var rows = new CopyBuffer("fact_some", Columns);

        rows.StartRow().Add(1).Add(2L).Add("live").Add((string?)null).EndRow();

        Assert.Equal(1, rows.RowCount);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_row_with_too_few_or_too_many_values_is_rejected_with_the_tables_name(int values)
    {
        var rows = new CopyBuffer("pg_temp.fact_some", Columns);
        rows.StartRow();
        for (var i = 0; i < values; i++)
        {
            rows.Add(i);
        }

        var refusal = Assert.Throws<InvalidOperationException>(rows.EndRow);

        Assert.Equal($"a row of pg_temp.fact_some has {values} values for 4 columns", refusal.Message);
        Assert.Equal(0, rows.RowCount);
    }

    [Fact]
    public void An_unfinished_row_is_rejected_by_the_next_one()
    {
        var rows = new CopyBuffer("fact_some", Columns);
        rows.StartRow().Add(1);

        Assert.Throws<InvalidOperationException>(rows.StartRow);
    }
}
