using System.Globalization;
using OrderBookSilo.Core;

namespace OrderBookSilo.Silo.Api;

/// <summary>Query parameters read by hand, so that a wrong one is answered with what would be right.</summary>
internal sealed class Query(IQueryCollection query)
{
    private const int MaxAgeSecondsMax = 86_400;
    private static readonly Exact AmountMax = 1_000_000_000_000_000;

    /// <summary>The first parameter that was wrong, as a sentence; null while all were right.</summary>
    public string? Error { get; private set; }

    public string? Text(string name) => string.IsNullOrWhiteSpace(query[name]) ? null : query[name].ToString();

    public int Integer(string name, int byDefault, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return byDefault;
        }

        var isRight = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max;
        return isRight ? value : Wrong($"{name} must be a whole number from {min} to {max}, not '{text}'", byDefault);
    }

    /// <summary>A positive amount, which must be there.</summary>
    public Exact Amount(string name)
    {
        if (Text(name) is not { } text)
        {
            return Wrong($"{name} is missing; write plain decimals such as 100000", Exact.One);
        }

        return Exact.TryParse(text, out var amount) && amount.IsPositive && amount <= AmountMax && amount.Scale <= Exact.QuotientScale
            ? amount
            : Wrong($"{name} must be a plain decimal above 0 and at most {AmountMax}, not '{text}'", Exact.One);
    }

    /// <summary>How old a book may be before it is pulled first; null when any will do.</summary>
    public int? MaxAgeSeconds() => Text("maxAge") is null ? null : Integer("maxAge", 0, 0, MaxAgeSecondsMax);

    public DateTimeOffset Instant(string name, DateTimeOffset byDefault)
    {
        if (Text(name) is not { } text)
        {
            return byDefault;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var instant)
            ? instant
            : Wrong($"{name} must be a time such as 2026-11-22T10:00:00Z, not '{text}'", byDefault);
    }

    public string Choice(string name, string? byDefault, params ReadOnlySpan<string> choices)
    {
        var text = Text(name) ?? byDefault ?? "";
        if (choices.Contains(text))
        {
            return text;
        }

        var said = text.Length == 0 ? $"{name} is missing" : $"'{text}' is no {name}";
        return Wrong($"{said}; use {string.Join(" or ", choices!)}", choices[0]);
    }

    /// <summary>Refuses parameters that nothing reads: a mistyped one must not be a silent default.</summary>
    public void Only(params ReadOnlySpan<string> known)
    {
        foreach (var name in query.Keys)
        {
            if (!known.Contains(name))
            {
                Wrong($"no parameter '{name}' here; known are {string.Join(", ", known!)}", 0);
            }
        }
    }

    public T Wrong<T>(string sentence, T instead)
    {
        Error ??= sentence;
        return instead;
    }
}
