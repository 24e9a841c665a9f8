using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace OrderBookSilo.Core.Markets;

/// <summary>One product of one venue, written <c>venue:product</c>; the product is spelt as the venue spells it.</summary>
public readonly record struct Market
{
    public const int VenueLengthMax = 32;
    public const int ProductLengthMax = 64;

    private static readonly SearchValues<char> VenueChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");
    private static readonly SearchValues<char> ProductChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:+@");

    private Market(string venue, string product)
    {
        Venue = venue;
        Product = product;
    }

    public string Venue { get; }

    public string Product { get; }

    /// <summary>A market of these two names, or false when either could not be one.</summary>
    public static bool TryCreate(string? venue, string? product, out Market market)
    {
        market = default;
        if (!IsName(venue, VenueLengthMax, VenueChars) || !IsName(product, ProductLengthMax, ProductChars))
        {
            return false;
        }

        market = new Market(venue, product);
        return true;
    }

    /// <summary>Reads <c>venue:product</c>; the first colon divides them.</summary>
    public static bool TryParse(string? text, out Market market)
    {
        var colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        market = default;
        return colon > 0 && TryCreate(text![..colon], text[(colon + 1)..], out market);
    }

    /// <summary>Reads <c>venue:product</c>, or throws <see cref="FormatException"/>: for texts that were checked before.</summary>
    public static Market Parse(string text) =>
        TryParse(text, out var market) ? market : throw new FormatException($"'{text}' is not a market (venue:product)");

    public override string ToString() => $"{Venue}:{Product}";

    private static bool IsName([NotNullWhen(true)] string? name, int lengthMax, SearchValues<char> chars) =>
        !string.IsNullOrEmpty(name)
        && name.Length <= lengthMax
        && char.IsAsciiLetterOrDigit(name[0])
        && !name.AsSpan().ContainsAnyExcept(chars);
}
