namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A version of the facts.</summary>
/// <param name="Version">Its name.</param>
/// <param name="OrderSizes">[quote] That it was computed with, in quote; null for those configured.</param>
/// <param name="FeeProfile">That it was computed with, none for no fees; null for the fees configured.</param>
/// <param name="FillPolicy">That it was computed with; null for the one configured.</param>
/// <param name="CreatedAt">[UTC] When the first replay into it was ordered, UTC.</param>
/// <param name="PromotedAt">[UTC] Since when the views show it, UTC; null while they do not.</param>
/// <param name="Books">That replays computed for it; null for live.</param>
/// <param name="From">[UTC] Start of the range that replays computed for it, UTC; null for live.</param>
/// <param name="To">[UTC] Its end, UTC; null for live.</param>
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
/// <param name="One">The one version.</param>
/// <param name="Other">The other.</param>
/// <param name="Slots">Slots that both cover, of all markets.</param>
/// <param name="Rows">Rows that differ, or that only one of the two has.</param>
/// <param name="First">The first of them, field by field; stored is the one's value, replayed the other's.</param>
public sealed record DifferencesView(string One, string Other, long Slots, long Rows, IReadOnlyList<ReplayFindingAnswer> First);
