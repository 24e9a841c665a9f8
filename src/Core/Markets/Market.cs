using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace OrderBookSilo.Core.Markets;

/// <summary>One product of one venue, written <c>venue:product</c>, with the product as the venue spells it.</summary>
public readonly record struct Market
{
    public const int VenueLengthMax = 32;
    public const int ProductLengthMax = 64;

    /// <summary>The product is a directory of the archive, percent-encoded, and file systems allow 255 bytes for its name.</summary>
    private const int ProductEncodedLengthMax = 240;

    private static readonly SearchValues<char> VenueChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    private Market(string venue, string product)
    {
        Venue = venue;
        Product = product;
    }

    public string Venue { get; }

    public string Product { get; }

    /// <summary>Creates a market from these two names; false when either is invalid.</summary>
    public static bool TryCreate(string? venue, string? product, out Market market)
    {
        var isValid = IsVenue(venue) && product is not null && FindProductProblem(product) is null;
        market = isValid ? new Market(venue!, product!) : default;
        return isValid;
    }

    /// <summary>Why a text is not <c>venue:product</c>, as the rest of a sentence; null when it is.</summary>
    public static string? FindProblem(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && IsVenue(text[..colon])
            ? FindProductProblem(text[(colon + 1)..])
            : "write venue:product, such as coinbase:BTC-USD";
    }

    /// <summary>Parses <c>venue:product</c>; the first colon separates them.</summary>
    public static bool TryParse(string? text, out Market market)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        market = default;
        return colon > 0 && TryCreate(text![..colon], text[(colon + 1)..], out market);
    }

    /// <summary>Parses <c>venue:product</c> or throws <see cref="FormatException"/>; for text that was validated before.</summary>
    public static Market Parse(string text) =>
        TryParse(text, out var market) ? market : throw new FormatException($"'{text}' is not a market (venue:product)");

    public override string ToString() => $"{Venue}:{Product}";

    private static bool IsVenue([NotNullWhen(true)] string? name) =>
        name is { Length: > 0 and <= VenueLengthMax } && char.IsAsciiLetterOrDigit(name[0]) && !name.AsSpan().ContainsAnyExcept(VenueChars);

    // Venues name products in any script. Excluded is what cannot be seen, what separates names in lists, and what encoding uses.
    private static string? FindProductProblem(string product)
    {
        if (product.Length is 0 or > ProductLengthMax)
        {
            return $"the product has 1 to {ProductLengthMax} characters";
        }

        var encodedLength = 0;
        for (var at = 0; at < product.Length;)
        {
            if (Rune.DecodeFromUtf16(product.AsSpan(at), out var rune, out var length) != OperationStatus.Done || rune == Rune.ReplacementChar)
            {
                return "the product is not valid Unicode text, so it cannot be encoded";
            }

            if (FindProblem(rune, isFirst: at == 0) is { } problem)
            {
                return problem;
            }

            at += length;
            encodedLength += rune.IsAscii && char.IsAsciiLetterOrDigit((char)rune.Value) ? 1 : "%00".Length * rune.Utf8SequenceLength;
        }

        return encodedLength > ProductEncodedLengthMax ? $"the product is longer than {ProductEncodedLengthMax} characters when percent-encoded" : null;
    }

    private static string? FindProblem(Rune rune, bool isFirst)
    {
        if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
        {
            return "a product has no spaces, control characters or other invisible ones";
        }

        return rune.Value is ',' or '%' ? "a product has neither ',' nor '%'"
            : isFirst && !Rune.IsLetterOrDigit(rune) && !Rune.IsSymbol(rune) ? "a product begins with a letter, a digit or a symbol"
            : null;
    }
}
