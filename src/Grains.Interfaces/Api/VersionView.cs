namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A version of the facts.</summary>
/// <param name="Version">Its name.</param>
/// <param name="OrderSizes">[quote] Order sizes it was computed with, in quote; null for those configured.</param>
/// <param name="FeeProfile">Fee profile it was computed with, none for no fees; null for the fees configured.</param>
/// <param name="FillPolicy">Fill policy it was computed with; null for the one configured.</param>
/// <param name="CreatedAt">[UTC] When the first replay into it was started, UTC.</param>
/// <param name="PromotedAt">[UTC] When it was promoted, so that the views show it, UTC; null while it is not.</param>
/// <param name="Books">Number of books that replays computed for it; null for live.</param>
/// <param name="From">[UTC] Start of the range that replays computed for it, UTC; null for live.</param>
/// <param name="To">[UTC] End of that range, UTC; null for live.</param>
public sealed record VersionView(
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
/// <param name="One">The first version.</param>
/// <param name="Other">The second version.</param>
/// <param name="Slots">Number of slots that both cover, of all markets.</param>
/// <param name="Rows">Number of rows that differ or exist in one version only.</param>
/// <param name="First">The first differences, field by field; stored is the first version's value, replayed the second's.</param>
public sealed record DifferencesView(string One, string Other, long Slots, long Rows, IReadOnlyList<ReplayFindingAnswer> First);
