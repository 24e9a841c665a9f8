using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Replays;

/// <summary>
/// Stores versions of the facts. Every method throws <see cref="StoreUnavailableException"/> when the database cannot be
/// reached.
/// </summary>
public interface IVersionStore
{
    /// <summary>Every version, <c>live</c> included, in order of creation.</summary>
    Task<IReadOnlyList<DataVersion>> ListVersionsAsync(CancellationToken cancel);

    /// <summary>
    /// Makes the views show a version wherever it covers a slot, or hides it when no time is given; false when the version does
    /// not exist.
    /// </summary>
    Task<bool> PromoteAsync(string version, DateTimeOffset? at, CancellationToken cancel);

    /// <summary>
    /// Deletes a version and its facts month by month. Returns null, or a sentence why it was refused: it is promoted or being
    /// written.
    /// </summary>
    Task<string?> DropVersionAsync(string version, CancellationToken cancel);

    /// <summary>The differences between two versions in slots that start in [from, to) and that both cover.</summary>
    Task<VersionDifference> CompareVersionsAsync(
        string one, string other, IReadOnlyList<Market> markets, DateTimeOffset from, DateTimeOffset to, int firstMax, CancellationToken cancel);
}

/// <summary>A version of the facts. Null values mean as configured.</summary>
/// <param name="PromotedAt">When the views began to show it; null while they do not.</param>
/// <param name="Books">Number of books that replays computed for it; null for <c>live</c>.</param>
/// <param name="From">Start of the range that replays computed for it; null for <c>live</c>.</param>
public sealed record DataVersion(
    string Name,
    IReadOnlyList<Exact>? OrderSizes,
    string? FeeProfile,
    FillPolicy? FillPolicy,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PromotedAt,
    long? Books,
    DateTimeOffset? From,
    DateTimeOffset? To);

/// <summary>The differences between two versions.</summary>
/// <param name="Slots">Number of slots of all markets that both cover.</param>
/// <param name="Rows">Number of rows that differ or exist in only one of the two.</param>
/// <param name="First">The first differences; the stored value is from the first version, the replayed one from the second.</param>
public sealed record VersionDifference(long Slots, long Rows, IReadOnlyList<ReplayFinding> First);
