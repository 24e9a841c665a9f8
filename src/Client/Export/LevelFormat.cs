using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Export;

/// <summary>How the levels of a book are written to a file, one row each; numbers are exact decimal text, times ISO-8601 UTC.</summary>
internal abstract class LevelFormat
{
    /// <summary>The columns in order. Venue, product and date are in the folder names.</summary>
    protected static readonly string[] Columns =
    [
        "market", "slot", "side", "position", "price", "quantity", "received_at", "time_source", "venue_time", "sequence", "side_complete",
    ];

    /// <summary>The file name extension.</summary>
    public abstract string Extension { get; }

    public static LevelFormat Of(string name) => name == "csv" ? new CsvLevels() : new JsonLevels();

    /// <summary>The header of a file.</summary>
    public abstract void WriteHead(Stream file);

    /// <summary>Writes both sides of a book: first what a buy fills, then what a sell fills, each best first.</summary>
    public void Write(Stream file, ArchivedBookView book)
    {
        WriteSide(file, book, "buy", book.AsksComplete, book.Asks);
        WriteSide(file, book, "sell", book.BidsComplete, book.Bids);
    }

    protected abstract void WriteSide(Stream file, ArchivedBookView book, string side, bool isComplete, IReadOnlyList<LevelView> levels);

    protected static string Slot(ArchivedBookView book) => book.Slot.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Always the same number of digits, because readers infer a column's format from its first rows.
    protected static string? Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Comma-separated with a header line; unknown values are empty.</summary>
internal sealed class CsvLevels : LevelFormat
{
    public override string Extension => ".csv.gz";

    public override void WriteHead(Stream file) => file.Write(Encoding.UTF8.GetBytes(string.Join(',', Columns) + "\n"));

    protected override void WriteSide(Stream file, ArchivedBookView book, string side, bool isComplete, IReadOnlyList<LevelView> levels)
    {
        var head = $"{Field(book.Market)},{Slot(book)},{side},";
        var tail = $",{Time(book.ReceivedAt)},{Field(book.TimeSource)},{Time(book.VenueTime)},{book.Sequence?.ToString(CultureInfo.InvariantCulture)},{(isComplete ? "true" : "false")}\n";
        using var rows = new StreamWriter(file, leaveOpen: true);
        for (var i = 0; i < levels.Count; i++)
        {
            rows.Write(head);
            rows.Write(i + 1);
            rows.Write(',');
            rows.Write(Field(levels[i].Price));
            rows.Write(',');
            rows.Write(Field(levels[i].Quantity));
            rows.Write(tail);
        }
    }

    private static string Field(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>One JSON object per line; unknown values are null.</summary>
internal sealed class JsonLevels : LevelFormat
{
    public override string Extension => ".jsonl.gz";

    public override void WriteHead(Stream file)
    {
        // No header: the names are in every line.
    }

    protected override void WriteSide(Stream file, ArchivedBookView book, string side, bool isComplete, IReadOnlyList<LevelView> levels)
    {
        var (slot, received, venueTime) = (Slot(book), Time(book.ReceivedAt), Time(book.VenueTime));
        using var row = new Utf8JsonWriter(file);
        for (var i = 0; i < levels.Count; i++)
        {
            row.WriteStartObject();
            row.WriteString(Columns[0], book.Market);
            row.WriteString(Columns[1], slot);
            row.WriteString(Columns[2], side);
            row.WriteNumber(Columns[3], i + 1);
            row.WriteString(Columns[4], levels[i].Price);
            row.WriteString(Columns[5], levels[i].Quantity);
            row.WriteString(Columns[6], received);
            row.WriteString(Columns[7], book.TimeSource);
            row.WriteString(Columns[8], venueTime);
            row.WritePropertyName(Columns[9]);
            WriteSequence(row, book.Sequence);
            row.WriteBoolean(Columns[10], isComplete);
            row.WriteEndObject();
            row.Flush();
            file.WriteByte((byte)'\n');
            row.Reset();
        }
    }

    private static void WriteSequence(Utf8JsonWriter row, long? sequence)
    {
        if (sequence is { } number)
        {
            row.WriteNumberValue(number);
        }
        else
        {
            row.WriteNullValue();
        }
    }
}
