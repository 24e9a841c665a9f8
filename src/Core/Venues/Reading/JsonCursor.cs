using System.Text;
using System.Text.Json;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// A JSON reader over a whole body that can skip ahead inside an array of levels: elements that were read by other means are
/// skipped, and the reader continues after them as if it had read them.
/// </summary>
internal ref struct JsonCursor
{
    /// <summary>Deeper nesting than this is refused.</summary>
    private const int DepthMax = 16;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = DepthMax };

    private readonly JsonReaderState behindElement;

    /// <summary>Offset at which the reader started.</summary>
    private int origin;

    /// <param name="body">The whole body.</param>
    /// <param name="behindElement">The state in which the reader continues; see <see cref="BehindElementOf"/>.</param>
    public JsonCursor(ReadOnlySpan<byte> body, JsonReaderState behindElement)
    {
        Body = body;
        Reader = new Utf8JsonReader(body, Options);
        this.behindElement = behindElement;
    }

    public Utf8JsonReader Reader;

    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Number of bytes of the body that were read.</summary>
    public readonly int Position => origin + (int)Reader.BytesConsumed;

    /// <summary>Where the latest token starts in the body, without a string's quote.</summary>
    public readonly int TokenStart => origin + (int)Reader.TokenStartIndex + (Reader.TokenType == JsonTokenType.String ? 1 : 0);

    /// <summary>Continues at a position after an element of the array of levels.</summary>
    public void MoveBehindElement(int position)
    {
        origin = position;
        Reader = new Utf8JsonReader(Body[position..], isFinalBlock: true, behindElement);
    }

    /// <summary>The state of a reader that has just read an element of a shape's array of levels.</summary>
    public static JsonReaderState BehindElementOf(BookShape shape)
    {
        var text = new StringBuilder();
        foreach (var step in shape.Path)
        {
            text.Append(step == BookShape.FirstElement ? "[" : "{\"\":");
        }

        text.Append(shape.HasSignedRows ? "[[]" : "{\"\":[[]");
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text.ToString()), isFinalBlock: false, new JsonReaderState(Options));
        while (reader.Read())
        {
        }

        return reader.CurrentState;
    }
}
