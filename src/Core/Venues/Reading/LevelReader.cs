using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Parses an array of <c>[price, quantity, …]</c> in any spelling: white space, escapes, numbers or strings, exponents, further
/// members (a string as long as a UUID directly after the quantity is an order's id). Levels in the compact spelling are left
/// to <see cref="LevelScanner"/>, with the same result.
/// </summary>
internal static class LevelReader
{
    private const int TextShownMax = 40;
    private const int OrderIdLength = 36;

    /// <summary>A character written as an escape takes six bytes.</summary>
    private const int EscapedLengthMax = 6 * DecimalText.LengthMax;

    /// <summary>Appends the levels of the next value; null, or the defect.</summary>
    public static PullFailure? Read(ref JsonCursor json, LevelColumns columns, string side)
    {
        json.Reader.Read();
        if (json.Reader.TokenType != JsonTokenType.StartArray)
        {
            return WrongShape($"the {side}s are a JSON {json.Reader.TokenType}, not an array");
        }

        ref var reader = ref json.Reader;
        while (true)
        {
            if (LevelScanner.Scan(json.Body[json.Position..], isFirst: reader.TokenType == JsonTokenType.StartArray, columns) is var length and > 0)
            {
                json.MoveBehindElement(json.Position + length);
            }

            reader.Read();
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return null;
            }

            if (columns.Count == OrderBook.LevelsMax)
            {
                return new PullFailure(FailureKind.TooManyLevels, $"more than {OrderBook.LevelsMax} {side} levels");
            }

            if (ReadLevel(ref reader, columns, side) is { } failure)
            {
                return failure;
            }
        }
    }

    private static PullFailure? ReadLevel(ref Utf8JsonReader reader, LevelColumns columns, string side)
    {
        var depth = reader.CurrentDepth;
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return WrongShape($"{side} level {columns.Count + 1} is a JSON {reader.TokenType}, not an array");
        }

        var failure = ReadNumber(ref reader, columns.Prices) ?? ReadNumber(ref reader, columns.Quantities);
        if (failure is { } kind)
        {
            return new PullFailure(kind, $"{side} level {columns.Count + 1}: {Show(ref reader)} is not a number that can be stored");
        }

        reader.Read();
        columns.Orders += reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == OrderIdLength ? 1 : 0;
        while (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth != depth)
        {
            reader.Read();
        }

        return null;
    }

    private static FailureKind? ReadNumber(ref Utf8JsonReader reader, DecimalColumn column)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return FailureKind.WrongShape;
        }

        return reader.ValueIsEscaped ? AddEscaped(ref reader, column) : Add(reader.ValueSpan, column);
    }

    private static FailureKind? AddEscaped(ref Utf8JsonReader reader, DecimalColumn column)
    {
        if (reader.ValueSpan.Length > EscapedLengthMax)
        {
            return FailureKind.BadNumber;
        }

        Span<byte> text = stackalloc byte[EscapedLengthMax];
        return Add(text[..reader.CopyString(text)], column);
    }

    private static FailureKind? Add(ReadOnlySpan<byte> text, DecimalColumn column) =>
        DecimalText.Read(text, out var mantissa, out var decimals) is { } kind ? kind
        : column.TryAdd(mantissa, decimals) ? null
        : FailureKind.OutOfRange;

    private static string Show(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        return text.Length <= TextShownMax
            ? $"'{Encoding.UTF8.GetString(text)}'"
            : $"'{Encoding.UTF8.GetString(text[..TextShownMax])}…'";
    }

    private static PullFailure WrongShape(string message) => new(FailureKind.WrongShape, message);
}
