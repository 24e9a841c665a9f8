using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Fees;

/// <summary>Which of a venue's schedules applies to a product.</summary>
public enum ProductClass
{
    Standard,

    /// <summary>Both assets are worth about a dollar.</summary>
    Stable,
}

/// <summary>One rate of a venue's fee schedule and its validity: a row of <c>dim_fee_schedule</c>, which defines the columns.</summary>
/// <param name="TierFrom">Where the rate starts: the trader's 30-day volume in USD, or the order's amount in quote before fees.</param>
/// <param name="TakerRate">A fraction.</param>
/// <param name="ValidTo">Exclusive; null while in force.</param>
public sealed record FeeRow(
    string Venue,
    string Profile,
    ProductClass ProductClass,
    FeeBasis Basis,
    Exact TierFrom,
    Exact TakerRate,
    FeeIn FeeIn,
    string Source,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidTo)
{
    public const int FieldCount = 10;

    private const int NameLengthMax = 32;

    /// <summary>Whether the rate was in force at this instant.</summary>
    public bool IsValid(DateTimeOffset at) => ValidFrom <= at && (ValidTo is not { } end || at < end);

    /// <summary>Parses the text of the columns in their order, or returns what is wrong with it.</summary>
    public static bool TryRead(
        IReadOnlyList<string?> fields, [NotNullWhen(true)] out FeeRow? row, [NotNullWhen(false)] out string? problem)
    {
        row = null;
        if (fields.Count != FieldCount)
        {
            problem = $"{fields.Count} columns, not {FieldCount}";
            return false;
        }

        var isClass = SnakeCase.TryParse<ProductClass>(fields[2], out var productClass);
        var isBasis = SnakeCase.TryParse<FeeBasis>(fields[3], out var basis);
        var isFrom = Exact.TryParse(fields[4], out var from);
        var isRate = Exact.TryParse(fields[5], out var rate);
        var isIn = SnakeCase.TryParse<FeeIn>(fields[6], out var feeIn);
        var isSince = TryReadTime(fields[8], out var validFrom);
        var isUntil = TryReadTime(fields[9], out var validTo) || string.IsNullOrEmpty(fields[9]);
        problem = !IsName(fields[0]) ? "venue is not a code"
            : !IsName(fields[1]) || fields[1] == "none" ? "profile is not a name"
            : !isClass ? "product_class is neither standard nor stable"
            : !isBasis ? "basis is none of trailing_volume, order_marginal, order_slab"
            : !isFrom || from < Exact.Zero || from.Scale > Exact.QuotientScale ? "tier_from is not an amount of 0 or more"
            : !isRate || !TakerFee.IsRate(rate) ? $"taker_rate is not a fraction from 0 to 1 of at most {TakerFee.RateScaleMax} decimals"
            : !isIn ? "fee_in is neither quote nor received"
            : basis != FeeBasis.TrailingVolume && feeIn != FeeIn.Quote ? "a fee by the order's amount is taken in quote"
            : !isSince ? "valid_from is not an instant"
            : !isUntil ? "valid_to is not an instant"
            : validTo is not null && validTo <= validFrom ? "valid_to is not after valid_from"
            : null;
        row = problem is null
            ? new FeeRow(fields[0]!, fields[1]!, productClass, basis, from, rate, feeIn, fields[7] ?? "", validFrom!.Value, validTo)
            : null;
        return row is not null;
    }

    private static bool IsName(string? text) =>
        text is { Length: > 0 and <= NameLengthMax } && text.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '_');

    // Unlike other instants, -infinity and infinity, PostgreSQL's words for always, cannot be parsed.
    private static bool TryReadTime(string? text, out DateTimeOffset? time)
    {
        if (text is "-infinity" or "infinity")
        {
            time = text == "infinity" ? DateTimeOffset.MaxValue : DateTimeOffset.MinValue;
            return true;
        }

        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        time = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var read) ? read : null;
        return time is not null;
    }
}
