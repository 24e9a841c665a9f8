namespace OrderBookSilo.Core.Egress;

/// <summary>A venue as reached from one egress address: the unit by which the venue counts requests and orders stops.</summary>
/// <param name="Proxy">Host and port of a proxy; null for an address of our own.</param>
public readonly record struct VenueEgress(string Venue, string? Proxy = null)
{
    /// <summary>The name of our own address.</summary>
    public const string Direct = "direct";

    private const string Via = " via ";

    /// <summary>Parses what <see cref="ToString"/> wrote.</summary>
    public static VenueEgress Parse(string text) =>
        text.IndexOf(Via, StringComparison.Ordinal) is var at and >= 0
            ? new VenueEgress(text[..at], text[(at + Via.Length)..])
            : new VenueEgress(text);

    public override string ToString() => Proxy is null ? Venue : $"{Venue}{Via}{Proxy}";
}
