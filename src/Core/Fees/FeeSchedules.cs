using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Fees;

/// <summary>The venues' taker fees by profile, product class, tier and date. Immutable.</summary>
public sealed class FeeSchedules(IEnumerable<FeeRow> rows)
{
    /// <summary>The profile of a trader without an agreement with the venue.</summary>
    public const string StandardProfile = "standard";

    private const string BuiltInName = "fee_schedules.csv";

    private readonly ILookup<(string Venue, string Profile, ProductClass Class), FeeRow> rows =
        rows.ToLookup(row => (row.Venue, row.Profile, row.ProductClass));

    /// <summary>The rows shipped with this version of the software.</summary>
    public static IReadOnlyList<FeeRow> BuiltInRows { get; } = ReadBuiltIn();

    public static FeeSchedules BuiltIn { get; } = new(BuiltInRows);

    /// <summary>The profiles of a venue, ordered by name.</summary>
    public IReadOnlyList<string> ProfilesOf(string venue) =>
        [.. rows.Where(group => group.Key.Venue == venue).Select(group => group.Key.Profile).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>
    /// The fee in force at this instant for a trader with this 30-day volume in USD; null when none is known. A product class
    /// without rows of its own pays the standard rate. Of two rows for one tier, the later one applies.
    /// </summary>
    public TakerFee? Find(string venue, string profile, ProductClass productClass, Exact volume, DateTimeOffset at)
    {
        var inForce = InForce(venue, profile, productClass, at);
        return inForce.Count == 0 && productClass != ProductClass.Standard ? Find(venue, profile, ProductClass.Standard, volume, at)
            : inForce.Count == 0 ? null
            : inForce[0].Basis == FeeBasis.TrailingVolume ? OfVolume(inForce, volume)
            : inForce[0].TierFrom.IsZero ? TakerFee.ByOrder(inForce[0].Basis, [.. inForce.Select(row => new FeeBracket(row.TierFrom, row.TakerRate))])
            : null;
    }

    private static TakerFee? OfVolume(IReadOnlyList<FeeRow> tiers, Exact volume) =>
        tiers.LastOrDefault(row => row.TierFrom <= volume) is { } tier ? TakerFee.Flat(tier.TakerRate, tier.FeeIn) : null;

    // One row per tier, ascending, all with the basis of the most recent one.
    private IReadOnlyList<FeeRow> InForce(string venue, string profile, ProductClass productClass, DateTimeOffset at)
    {
        var valid = rows[(venue, profile, productClass)].Where(row => row.IsValid(at)).OrderByDescending(row => row.ValidFrom).ToList();
        return [.. valid
            .Where(row => (row.Basis, row.FeeIn) == (valid[0].Basis, valid[0].FeeIn))
            .DistinctBy(row => row.TierFrom)
            .OrderBy(row => row.TierFrom)];
    }

    private static List<FeeRow> ReadBuiltIn()
    {
        using var reader = new StreamReader(typeof(FeeSchedules).Assembly.GetManifestResourceStream(BuiltInName)!);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. lines.Skip(1).Select(ReadLine)];
    }

    private static FeeRow ReadLine(string line) =>
        FeeRow.TryRead(line.Split(','), out var row, out var problem)
            ? row
            : throw new FormatException($"{BuiltInName}: {problem}: {line}");
}
