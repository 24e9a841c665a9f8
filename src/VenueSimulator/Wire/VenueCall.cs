namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>What a request to a venue asks for.</summary>
internal enum CallKind
{
    Unknown,
    Book,
    Listing,
}

/// <summary>A parsed request to a venue.</summary>
/// <param name="Product">Null when the request names none.</param>
/// <param name="Depth">Maximum number of levels per side.</param>
/// <param name="Weight">Its cost in the venue's budget.</param>
internal sealed record VenueCall(CallKind Kind, string? Product = null, int Depth = int.MaxValue, int Weight = 1);

/// <summary>A complete answer before any fault is applied.</summary>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json; charset=utf-8")
{
    /// <summary>The body compressed with gzip earlier; null when there is none.</summary>
    public ReadOnlyMemory<byte>? Gzip { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
