using System.Buffers;
using System.Buffers.Binary;
using System.Data;
using System.Text;
using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>
/// Rows for one table in PostgreSQL's binary COPY format, with exact numerics of any width. Start a row, add a value for each
/// column in order, and end the row.
/// </summary>
/// <remarks>https://www.postgresql.org/docs/15/sql-copy.html, "Binary Format".</remarks>
internal sealed class CopyBuffer
{
    private static readonly long PostgresEpochTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly string table;
    private readonly string columns;
    private readonly short columnCount;
    private readonly ArrayBufferWriter<byte> bytes = new(16 * 1024);
    private bool isInRow;
    private int valueCount;

    /// <param name="table">With its schema if it is not on the search path.</param>
    /// <param name="columns">Names, separated by commas.</param>
    public CopyBuffer(string table, string columns)
    {
        this.table = table;
        this.columns = columns;
        columnCount = (short)(columns.Count(character => character == ',') + 1);
        WriteHeader();
    }

    /// <summary>Number of rows not sent yet.</summary>
    public int RowCount { get; private set; }

    /// <summary>Size of the rows not sent yet.</summary>
    public int ByteCount => bytes.WrittenCount;

    public CopyBuffer StartRow()
    {
        RefuseOpenRow();
        isInRow = true;
        valueCount = 0;
        WriteInt16(columnCount);
        return this;
    }

    /// <summary>Throws <see cref="InvalidOperationException"/> unless the row has one value per column.</summary>
    public void EndRow()
    {
        if (valueCount != columnCount)
        {
            throw new InvalidOperationException($"a row of {table} has {valueCount} values for {columnCount} columns");
        }

        isInRow = false;
        RowCount++;
    }

    public CopyBuffer Add(int? value)
    {
        if (StartField(value is null, sizeof(int)))
        {
            WriteInt32(value!.Value);
        }

        return this;
    }

    public CopyBuffer Add(double? value)
    {
        if (StartField(value is null, sizeof(double)))
        {
            BinaryPrimitives.WriteDoubleBigEndian(Take(sizeof(double)), value!.Value);
        }

        return this;
    }

    public CopyBuffer Add(bool value)
    {
        StartField(false, 1);
        Take(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    public CopyBuffer Add(string? value)
    {
        if (StartField(value is null, value is null ? 0 : Encoding.UTF8.GetByteCount(value)))
        {
            Encoding.UTF8.GetBytes(value, bytes);
        }

        return this;
    }

    public CopyBuffer Add(long? value)
    {
        if (StartField(value is null, sizeof(long)))
        {
            BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value!.Value);
        }

        return this;
    }

    /// <summary>A <c>timestamptz</c>, to the microsecond.</summary>
    public CopyBuffer Add(DateTimeOffset? value) => Add((value?.UtcTicks - PostgresEpochTicks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>An <c>interval</c> as <c>make_interval(secs => …)</c> creates it: microseconds, without days or months.</summary>
    public CopyBuffer Add(TimeSpan value)
    {
        StartField(false, sizeof(long) + (2 * sizeof(int)));
        BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value.Ticks / TimeSpan.TicksPerMicrosecond);
        WriteInt32(0);
        WriteInt32(0);
        return this;
    }

    public CopyBuffer Add(Exact? value)
    {
        if (value is not { } number)
        {
            StartField(true, 0);
            return this;
        }

        Span<byte> encoded = stackalloc byte[NumericEncoding.BytesMax];
        var length = NumericEncoding.Write(number, encoded);
        StartField(false, length);
        bytes.Write(encoded[..length]);
        return this;
    }

    /// <summary>Sends the rows and removes them from the buffer; sends nothing when there are none.</summary>
    public async Task SendAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        RefuseOpenRow();
        if (RowCount == 0)
        {
            return;
        }

        WriteInt16(-1);
        await using var stream = await connection.BeginRawBinaryCopyAsync($"COPY {table} ({columns}) FROM STDIN (FORMAT binary)", cancel);
        try
        {
            await stream.WriteAsync(bytes.WrittenMemory, cancel);
            await stream.FlushAsync(cancel);
        }
        catch when (connection.State == ConnectionState.Open)
        {
            await stream.CancelAsync();
            throw;
        }

        RowCount = 0;
        bytes.ResetWrittenCount();
        WriteHeader();
    }

    private void RefuseOpenRow()
    {
        if (isInRow)
        {
            throw new InvalidOperationException($"a row of {table} was not ended");
        }
    }

    private void WriteHeader()
    {
        bytes.Write("PGCOPY\n"u8);
        bytes.Write((ReadOnlySpan<byte>)[0xFF, (byte)'\r', (byte)'\n', 0]);
        WriteInt32(0);
        WriteInt32(0);
    }

    private bool StartField(bool isNull, int length)
    {
        valueCount++;
        WriteInt32(isNull ? -1 : length);
        return !isNull;
    }

    private void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), value);

    private void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    private Span<byte> Take(int count)
    {
        var span = bytes.GetSpan(count)[..count];
        bytes.Advance(count);
        return span;
    }
}
