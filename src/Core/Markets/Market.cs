using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace OrderBookSilo.Core.Markets;

/// <summary>One product of one venue, written <c>venue:product</c>, with the product as the venue spells it.</summary>
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

    /// <summary>Creates a market from these two names; false when either is invalid.</summary>
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

    private static bool IsName([NotNullWhen(true)] string? name, int lengthMax, SearchValues<char> chars) =>
        !string.IsNullOrEmpty(name)
        && name.Length <= lengthMax
        && char.IsAsciiLetterOrDigit(name[0])
        && !name.AsSpan().ContainsAnyExcept(chars);
}
