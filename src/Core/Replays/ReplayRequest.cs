using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Replays;

/// <summary>What is done with the facts that a replay computes.</summary>
public enum ReplayMode
{
    /// <summary>Rows missing from <c>live</c> are written, existing rows are kept; differences are reported.</summary>
    Fill,

    /// <summary>They become a separate version and replace that version's facts of the same slots.</summary>
    Version,

    /// <summary>They are compared with <c>live</c> in both directions, and nothing is written.</summary>
    Verify,
}

/// <summary>A range of slots to be computed again from the archive. Null values mean as configured.</summary>
/// <param name="From">Start of the range of slots, UTC.</param>
/// <param name="To">Exclusive end of the range.</param>
/// <param name="Markets">
/// Only these markets; empty for all. Splits cover all markets of an asset, so they are computed only when this is empty.
/// </param>
/// <param name="OrderSizes">In quote, for quotes worth about a dollar; their fills are stored.</param>
/// <param name="FeeProfile">A profile of the fee schedules, or <see cref="NoFees"/>.</param>
/// <param name="Version">The version to write; null unless the mode is <see cref="ReplayMode.Version"/>.</param>
/// <param name="IsDry">Computes and reports without writing.</param>
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
    /// <summary>The fee profile of a trader who pays no fees.</summary>
    public const string NoFees = "none";

    /// <summary>The version that pulls write.</summary>
    public const string LiveVersion = "live";

    private const int VersionLengthMax = 40;

    /// <summary>
    /// Whether this is a valid name of a version: letters, digits, dot, dash and underscore, and not the name that pulls use.
    /// </summary>
    public static bool IsVersion(string name) =>
        name.Length is > 0 and <= VersionLengthMax && name != LiveVersion && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
}
