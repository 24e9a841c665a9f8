namespace OrderBookSilo.Client.Answers;

/// <summary>A book as the API shows it: prices in quote per base, quantities in base, as decimal text.</summary>
internal sealed record Book(
    string Market,
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    DateTimeOffset? VenueTime,
    long? Sequence,
    IReadOnlyList<BookLevel> Bids,
    IReadOnlyList<BookLevel> Asks,
    int BidLevels,
    int AskLevels,
    bool DepthComplete);

internal sealed record BookLevel(string Price, string Quantity);

/// <summary>One slot's book of a market's history.</summary>
internal sealed record HistoryRow(
    DateTimeOffset Slot,
    DateTimeOffset ReceivedAt,
    string? BestBid,
    string? BestAsk,
    string? Mid,
    int BidLevels,
    int AskLevels,
    bool DepthComplete,
    string Sha256);

internal sealed record GapRow(string Market, DateTimeOffset Slot, string Reason);

/// <summary>How complete the facts are and what is wrong with their evidence.</summary>
internal sealed record AuditReport(
    DateTimeOffset? AuditedUntil, long DueSlots, long BookSlots, double? Share, IReadOnlyList<FindingRow> Findings);

internal sealed record FindingRow(
    string Market, DateTimeOffset Slot, string Kind, string ArchiveKey, string Message, DateTimeOffset FoundAt, DateTimeOffset? ResolvedAt);

internal sealed record FailureRow(string Market, DateTimeOffset Slot, DateTimeOffset At, string Kind, int? HttpStatus, string Message);

/// <summary>A key of the API, without the key itself.</summary>
internal sealed record KeyRow(string Name, string Scope, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt);

/// <summary>A key that was just made.</summary>
internal sealed record NewKeyRow(string Name, string Scope, string Key);

internal sealed record VenueRow(string Venue, string Name, int BudgetPerMinute, string State, IReadOnlyList<EgressRow> Egress);

/// <summary>One of the silo's addresses as a venue treats it.</summary>
internal sealed record EgressRow(
    string Address, string State, string? Kind, string? Message, DateTimeOffset? Until, int? UsedWeight, IReadOnlyList<HostRow> Hosts);

/// <summary>A venue's host as reached from there.</summary>
internal sealed record HostRow(string Host, string State, string? Kind, string? Message, DateTimeOffset? Until);

/// <summary>A product as its venue lists it; null where the venue does not say.</summary>
internal sealed record ProductRow(
    string Product, string Pair, string Status, string? PriceStep, string? QuantityStep, string? QuantityMin, string? NotionalMin);

/// <summary>A replay and how far it is.</summary>
internal sealed record ReplayRow(
    string Id,
    string Mode,
    bool DryRun,
    string? Version,
    DateTimeOffset From,
    DateTimeOffset To,
    string State,
    int Pages,
    int PagesDone,
    long Books,
    long BodyBytes,
    long Rows,
    long Written,
    long Differences,
    long Problems,
    double? BooksPerSecond,
    double? SecondsLeft,
    string? Message,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt);

internal sealed record VersionRow(
    string Version,
    IReadOnlyList<string>? OrderSizes,
    string? FeeProfile,
    string? FillPolicy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PromotedAt,
    long? Books,
    DateTimeOffset? From,
    DateTimeOffset? To);

/// <summary>How two versions differ.</summary>
internal sealed record DifferencesRow(
    string One, string Other, long Slots, long Rows, IReadOnlyList<OrderBookSilo.Grains.Interfaces.ReplayFindingAnswer> First);
