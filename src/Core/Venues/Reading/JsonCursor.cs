using System.Text.Json;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// A JSON reader over a whole body that can skip ahead inside an array of the root object: elements that were read by other
/// means are skipped, and the reader continues after them as if it had read them.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>Deeper nesting than this is refused.</summary>
    private const int DepthMax = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DepthMax };
    private static readonly JsonReaderState BehindElement = ReadBehindElement();

    /// <summary>Offset at which the reader started.</summary>
    private int origin;

    public JsonCursor(ReadOnlySpan<byte> body)
    {
        Body = body;
        Reader = new Utf8JsonReader(body, Options);
    }

    public Utf8JsonReader Reader;

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Number of bytes of the body that were read.</summary>
    public readonly int Position => origin + (int)Reader.BytesConsumed;

    /// <summary>Continues at a position after an array that is an element of an array of the root object.</summary>
    public void MoveBehindElement(int position)
    {
        origin = position;
        Reader = new Utf8JsonReader(Body[position..], isFinalBlock: true, BehindElement);
    }

    /// <summary>The state of a reader that has just read an element of such an array.</summary>
    private static JsonReaderState ReadBehindElement()
    {
        var reader = new Utf8JsonReader("""{"":[[]"""u8, isFinalBlock: false, new JsonReaderState(Options));
        while (reader.Read())
        {
        }

        return reader.CurrentState;
    }
}
