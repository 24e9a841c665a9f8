using System.Globalization;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Silo.Api;

/// <summary>Query parameters read by hand, so that a wrong one is answered with what would be right.</summary>
internal sealed class Query(IQueryCollection query)
{
    private const int MaxAgeSecondsMax = 86_400;
    private const int TextLengthMaxDefault = 128;
    private const int ListLengthMax = 2_000;
    private const int AmountsMax = 16;
    private const int ShownLengthMax = 40;
    private static readonly Exact AmountMax = 1_000_000_000_000_000;

    /// <summary>The first parameter that was wrong, as a sentence; null while all were right.</summary>
    public string? Error { get; private set; }

    /// <summary>Characters that a parameter may have.</summary>
    public int TextLengthMax { get; init; } = TextLengthMaxDefault;

    /// <summary>What a caller wrote, for an answer to show: something long is no slip of the pen, and may be a secret in the wrong place.</summary>
    public static string Shown(string text) => text.Length <= ShownLengthMax ? text : $"a text of {text.Length} characters";

    /// <summary>Refuses every parameter, where there is none; null when none was given.</summary>
    public static IResult? RefuseAny(HttpRequest request)
    {
        if (request.Query.Count == 0)
        {
            return null;
        }

        var query = new Query(request.Query);
        query.Only();
        return Problems.BadRequest(query.Error!);
    }

    public string? Text(string name) => string.IsNullOrWhiteSpace(query[name]) ? null : query[name].ToString();

    public int Integer(string name, int byDefault, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return byDefault;
        }

        var isRight = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max;
        return isRight ? value : Wrong($"{name} must be a whole number from {min} to {max}, not '{Shown(text)}'", byDefault);
    }

    /// <summary>A positive amount, which must be there.</summary>
    public Exact Amount(string name)
    {
        if (Text(name) is not { } text)
        {
            return Wrong($"{name} is missing; write plain decimals such as 100000", Exact.One);
        }

        return Amount(name, text);
    }

    private Exact Amount(string name, string text) =>
        Exact.TryParse(text, out var amount) && amount.IsPositive && amount <= AmountMax && amount.Scale <= Exact.QuotientScale
            ? amount
            : Wrong($"{name} must be a plain decimal above 0 and at most {AmountMax}, not '{Shown(text)}'", Exact.One);

    /// <summary>Comma-separated markets, each once; empty when none are given.</summary>
    public IReadOnlyList<Market> Markets(string name)
    {
        var markets = new List<Market>();
        foreach (var text in (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Market.TryParse(text, out var market))
            {
                markets.Add(market);
            }
            else
            {
                Wrong($"'{Shown(text)}' is not a market; write venue:product, such as coinbase:BTC-USD", 0);
            }
        }

        return [.. markets.Distinct()];
    }

    /// <summary>Comma-separated positive amounts, ascending; null when none are given.</summary>
    public IReadOnlyList<Exact>? Amounts(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        var amounts = new SortedSet<Exact>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            amounts.Add(Amount(name, part));
        }

        return amounts.Count <= AmountsMax ? [.. amounts] : Wrong<IReadOnlyList<Exact>?>($"{name} may have {AmountsMax} amounts at most", null);
    }

    /// <summary>Whether something is on: absent or false, or true.</summary>
    public bool Flag(string name) => Choice(name, "false", "true", "false") == "true";

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
            : Wrong($"{name} must be a time such as 2026-11-22T10:00:00Z, not '{Shown(text)}'", byDefault);
    }

    public string Choice(string name, string? byDefault, params ReadOnlySpan<string> choices)
    {
        var text = Text(name) ?? byDefault ?? "";
        if (choices.Contains(text))
        {
            return text;
        }

        var said = text.Length == 0 ? $"{name} is missing" : $"'{Shown(text)}' is no {name}";
        return Wrong($"{said}; use {string.Join(" or ", choices!)}", choices[0]);
    }

    /// <summary>Refuses parameters that nothing reads, that are given twice or are no word: a mistyped one must not be a silent default.</summary>
    public void Only(params ReadOnlySpan<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name))
            {
                Wrong($"no parameter '{Shown(name)}' here; {(known.Length == 0 ? "there are none" : $"known are {string.Join(", ", known!)}")}", 0);
            }
            else if (values.Count > 1)
            {
                Wrong($"{name} is given {values.Count} times; give it once", 0);
            }
            else if (values.ToString() is var text && (text.Length > LengthMax(name) || text.Any(char.IsControl)))
            {
                Wrong($"{name} must be at most {LengthMax(name)} characters, none of them a control character", 0);
            }
        }
    }

    private int LengthMax(string name) => name == "markets" ? ListLengthMax : TextLengthMax;

    public T Wrong<T>(string sentence, T instead)
    {
        Error ??= sentence;
        return instead;
    }
}
