namespace OrderBookSilo.VenueSimulator.Faults;

/// <summary>Kinds of faults in an answer.</summary>
public enum FaultKind
{
    /// <summary>Another status, with the venue's own error text or the fault's body.</summary>
    Status,

    /// <summary>The correct answer, later.</summary>
    Delay,

    /// <summary>The correct answer, its bytes spread over the delay.</summary>
    Slow,

    /// <summary>The connection is cut in the middle of the body.</summary>
    Truncate,

    /// <summary>A complete HTTP answer whose JSON is cut off.</summary>
    Cut,

    /// <summary>A correct book of fewer levels than were asked for, as from a venue that limits them silently.</summary>
    FewLevels,

    Garbage,
    Html,
    Crossed,
    Auction,
    OneSided,
    Empty,

    /// <summary>A valid beginning of a book that goes on for many megabytes.</summary>
    Huge,

    ZeroSize,
    NegativeSize,
    BadNumber,

    /// <summary>The fault's body with its status, 200 by default.</summary>
    Body,

    /// <summary>The connection is reset before any answer.</summary>
    Reset,

    /// <summary>The product is listed as not trading, and its book stands still.</summary>
    Halt,

    /// <summary>The product's book stands still.</summary>
    Freeze,

    /// <summary>The product is another coin under the same name: its prices are the fault's factor higher.</summary>
    OtherCoin,
}

/// <summary>A fault: where, when and how often it happens.</summary>
/// <param name="Product">Null for every request of the venue.</param>
public sealed record Fault(string Venue, FaultKind Kind, string? Product = null)
{
    /// <summary>How often it happens; null for ever.</summary>
    public int? Count { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Probability for each request that it applies to.</summary>
    public double Probability { get; init; } = 1;

    public int? Status { get; init; }

    public int? RetryAfterSeconds { get; init; }

    public int? DelayMs { get; init; }

    /// <summary>Bytes of the body sent before the cut; half of it by default.</summary>
    public int? TruncateAtBytes { get; init; }

    /// <summary>Levels per side that are left.</summary>
    public int? Levels { get; init; }

    public string? Body { get; init; }

    public int? SizeMib { get; init; }

    /// <summary>How many times the price the other coin costs; 100 by default.</summary>
    public int? Factor { get; init; }

    /// <summary>Whether it is a state of the product, which lasts until it is cleared, rather than a fault of single answers.</summary>
    internal bool IsState => Kind is FaultKind.Halt or FaultKind.Freeze or FaultKind.OtherCoin;

    /// <summary>Why the fault itself is invalid; null when it is valid.</summary>
    public string? FindProblem() => this switch
    {
        { Venue: null or "" } => "venue must be given",
        { Kind: FaultKind.Status, Status: null or < 200 or > 599 } => "status must be from 200 to 599",
        { Kind: FaultKind.FewLevels, Levels: null or < 1 } => "levels must be at least 1",
        { Kind: FaultKind.Body, Body: null } => "body must be given",
        { Kind: FaultKind.Delay or FaultKind.Slow, DelayMs: null or < 0 } => "delayMs must be 0 or more",
        { Kind: FaultKind.Auction, Venue: not "coinbase" } => "only coinbase has auctions",
        { IsState: true, Product: null } => "product must be given",
        { IsState: true, Count: not null } or { IsState: true, Probability: < 1 } => "a state has neither count nor probability",
        { Factor: < 2 or > 100_000 } => "factor must be from 2 to 100000",
        { Count: < 1 } => "count must be at least 1",
        { Probability: < 0 or > 1 } => "probability must be from 0 to 1",
        { SizeMib: < 1 or > 4096 } => "sizeMib must be from 1 to 4096",
        { TruncateAtBytes: < 0 } => "truncateAtBytes must be 0 or more",
        _ => null,
    };
}
