using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Parses an array of levels in any spelling: white space, escapes, numbers or strings, exponents, further members (a string as
/// long as a UUID directly after the quantity is an order's id). Levels that are spelled like the one before them are left to
/// <see cref="LevelScanner"/>, with the same result.
/// </summary>
/// <param name="shape">Where a level has its numbers.</param>
/// <param name="side">What messages call it.</param>
/// <param name="columns">Where the levels go.</param>
/// <param name="asks">Where those with a negative quantity go; null where a negative quantity is a defect.</param>
internal ref struct LevelReader(BookShape shape, string side, LevelColumns columns, LevelColumns? asks)
{
    private const int TextShownMax = 40;
    private const int OrderIdLength = 36;

    /// <summary>The longest pause after levels of which no two are spelled alike.</summary>
    private const int PauseMax = 64;

    /// <summary>A character written as an escape takes six bytes.</summary>
    private const int EscapedLengthMax = 6 * DecimalText.LengthMax;

    private bool isEscaped;
    private int pause;
    private int levelsToPause;

    private readonly int Count => columns.Count + (asks?.Count ?? 0);

    /// <summary>Appends the levels of the array that the reader has just entered; null, or the defect.</summary>
    public PullFailure? Read(ref JsonCursor json)
    {
        if (json.Reader.TokenType != JsonTokenType.StartArray)
        {
            return WrongShape($"the {side}s are a JSON {json.Reader.TokenType}, not an array");
        }

        while (true)
        {
            json.Reader.Read();
            if (json.Reader.TokenType == JsonTokenType.EndArray)
            {
                return null;
            }

            if (columns.Count == OrderBook.LevelsMax || asks?.Count == OrderBook.LevelsMax)
            {
                return new PullFailure(FailureKind.TooManyLevels, $"more than {OrderBook.LevelsMax} {side} levels");
            }

            var level = new LevelText { Start = json.TokenStart };
            if (ReadLevel(ref json, ref level) is { } failure)
            {
                return failure;
            }

            ReadAlike(ref json, level);
        }
    }

    /// <summary>Reads the following levels as far as they are spelled like the one just read.</summary>
    private void ReadAlike(ref JsonCursor json, in LevelText level)
    {
        if (isEscaped || level.IsOrder || levelsToPause-- > 0)
        {
            return;
        }

        var read = LevelPattern.TryLearn(json.Body, level, json.Position, out var pattern)
            ? LevelScanner.Scan(json.Body[pattern.NextAt..], pattern, level.IsAsk ? asks! : columns)
            : 0;
        if (read > 0)
        {
            json.MoveBehindElement(pattern.NextAt + read - pattern.BehindLevel);
        }

        pause = read > 0 ? 0 : Math.Min(2 * pause + 1, PauseMax);
        levelsToPause = pause;
    }

    private PullFailure? ReadLevel(ref JsonCursor json, ref LevelText level)
    {
        isEscaped = false;
        var isArray = shape.Level.Fields is null;
        if (json.Reader.TokenType != (isArray ? JsonTokenType.StartArray : JsonTokenType.StartObject))
        {
            return WrongShape($"{side} level {Count + 1} is a JSON {json.Reader.TokenType}, not an {(isArray ? "array" : "object")}");
        }

        var failure = isArray ? ReadArray(ref json, ref level) : ReadObject(ref json, ref level);
        if (failure is null && asks is not null && level.Quantity.Mantissa < 0)
        {
            level.IsAsk = true;
            level.Quantity = level.Quantity.WithoutSign();
        }

        failure ??= (level.IsAsk ? asks! : columns).TryAdd(level.Price, level.Quantity) ? null : FailureKind.OutOfRange;
        return failure is { } kind ? new PullFailure(kind, $"{side} level {Count + 1}: {Show(ref json.Reader)} is not a number that can be stored") : null;
    }

    private FailureKind? ReadArray(ref JsonCursor json, ref LevelText level)
    {
        ref var reader = ref json.Reader;
        var depth = reader.CurrentDepth;
        if (ReadNumber(ref json, out level.Price) is { } bad)
        {
            return bad;
        }

        for (var at = 1; at < shape.Level.QuantityAt; at++)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return FailureKind.WrongShape;
            }

            reader.Skip();
        }

        if (ReadNumber(ref json, out level.Quantity) is { } wrong)
        {
            return wrong;
        }

        reader.Read();
        level.IsOrder = reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length == OrderIdLength;
        columns.Orders += level.IsOrder ? 1 : 0;
        while (reader.TokenType != JsonTokenType.EndArray || reader.CurrentDepth != depth)
        {
            reader.Read();
        }

        return null;
    }

    private FailureKind? ReadObject(ref JsonCursor json, ref LevelText level)
    {
        var (priceField, quantityField) = shape.Level.Fields!.Value;
        var (hasPrice, hasQuantity) = (false, false);
        ref var reader = ref json.Reader;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPrice = reader.ValueTextEquals(priceField);
            var isQuantity = !isPrice && reader.ValueTextEquals(quantityField);
            if ((isPrice && hasPrice) || (isQuantity && hasQuantity))
            {
                return FailureKind.WrongShape;
            }

            hasPrice |= isPrice;
            hasQuantity |= isQuantity;
            var failure = isPrice ? ReadNumber(ref json, out level.Price) : isQuantity ? ReadNumber(ref json, out level.Quantity) : Skip(ref reader);
            if (failure is not null)
            {
                return failure;
            }
        }

        return hasPrice && hasQuantity ? null : FailureKind.WrongShape;
    }

    private FailureKind? ReadNumber(ref JsonCursor json, out NumberText number)
    {
        ref var reader = ref json.Reader;
        reader.Read();
        number = new NumberText { At = json.TokenStart, Length = reader.ValueSpan.Length };
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number))
        {
            return FailureKind.WrongShape;
        }

        isEscaped |= reader.ValueIsEscaped;
        return reader.ValueIsEscaped
            ? Unescape(ref reader, ref number)
            : DecimalText.Read(reader.ValueSpan, out number.Mantissa, out number.Decimals);
    }

    private static FailureKind? Unescape(ref Utf8JsonReader reader, ref NumberText number)
    {
        if (reader.ValueSpan.Length > EscapedLengthMax)
        {
            return FailureKind.BadNumber;
        }

        Span<byte> text = stackalloc byte[EscapedLengthMax];
        return DecimalText.Read(text[..reader.CopyString(text)], out number.Mantissa, out number.Decimals);
    }

    private static FailureKind? Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
        return null;
    }

    private static string Show(ref Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        return text.Length <= TextShownMax
            ? $"'{Encoding.UTF8.GetString(text)}'"
            : $"'{Encoding.UTF8.GetString(text[..TextShownMax])}…'";
    }

    private static PullFailure WrongShape(string message) => new(FailureKind.WrongShape, message);
}
