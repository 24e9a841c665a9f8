namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>What a request to a venue asks for.</summary>
internal enum CallKind
{
    Unknown,
    Book,
    Listing,
}

/// <summary>A request in our words.</summary>
/// <param name="Product">Null when the request names none.</param>
/// <param name="Depth">Levels per side that are asked for at most.</param>
/// <param name="Weight">What it costs of the venue's budget.</param>
internal sealed record VenueCall(CallKind Kind, string? Product = null, int Depth = int.MaxValue, int Weight = 1);

/// <summary>A whole answer before anything goes wrong with it.</summary>
internal sealed record Reply(int Status, ReadOnlyMemory<byte> Body, string ContentType = "application/json; charset=utf-8")
{
    /// <summary>The body as it was gzip'd before; null when it was not.</summary>
    public ReadOnlyMemory<byte>? Gzip { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}
