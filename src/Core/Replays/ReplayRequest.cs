using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Replays;

/// <summary>What becomes of the facts that a replay computes.</summary>
public enum ReplayMode
{
    /// <summary>What <c>live</c> lacks is written, what is there stays; where the two differ is reported.</summary>
    Fill,

    /// <summary>They become a version of their own, in place of what that version had of the same slots.</summary>
    Version,

    /// <summary>They are compared with <c>live</c>, both ways, and nothing is written.</summary>
    Verify,
}

/// <summary>A range of slots that is to be computed again from the archive. What is null is as configured.</summary>
/// <param name="From">Slots that start from here on, UTC.</param>
/// <param name="To">And before this.</param>
/// <param name="Markets">Only these; empty for all. Splits are of all markets of an asset, so they are computed only when this is empty.</param>
/// <param name="OrderSizes">In quote, for quotes worth about a dollar; their fills are stored.</param>
/// <param name="FeeProfile">Of the fee schedules, or <see cref="NoFees"/>.</param>
/// <param name="Version">That is written; null unless the mode is <see cref="ReplayMode.Version"/>.</param>
/// <param name="IsDry">Computes and reports, and writes nothing.</param>
public sealed record ReplayRequest(
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<Market> Markets,
    IReadOnlyList<Exact>? OrderSizes,
    string? FeeProfile,
    FillPolicy? FillPolicy,
    ReplayMode Mode,
    string? Version,
    bool IsDry)
{
    /// <summary>The fee profile of a trader who pays none.</summary>
    public const string NoFees = "none";

    /// <summary>The version that pulls write.</summary>
    public const string LiveVersion = "live";

    private const int VersionLengthMax = 40;

    /// <summary>Whether facts may be written under this name: letters, digits, dot, dash and underscore, and not that of the pulls.</summary>
    public static bool IsVersion(string name) =>
        name.Length is > 0 and <= VersionLengthMax && name != LiveVersion && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
