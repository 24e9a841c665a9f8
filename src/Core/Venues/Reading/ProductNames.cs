using System.Collections.Frozen;
using System.Text;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>How a venue names its products and assets. The default is two codes in capitals without a separator: <c>BTCUSDT</c>.</summary>
internal sealed record ProductNames
{
    /// <summary>
    /// Assets that are known by these codes everywhere. A name is split without a listing only where both parts are among them: other
    /// codes end like each other (USD, BUSD, TUSD), and venues name products by older codes than they list.
    /// </summary>
    private static readonly FrozenSet<string> CommonAssets = new[]
    {
        "BTC", "ETH", "SOL", "XRP", "DOGE", "ADA", "LTC", "BCH", "DOT", "LINK", "AVAX", "TRX", "BNB", "SHIB", "XLM", "ATOM", "AAVE",
        "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "TRY", "BRL", "USDT", "USDC", "DAI", "USDE", "USD1",
    }.ToFrozenSet();

    private static readonly char[] Separators = ['-', '_', '/', ':'];

    private readonly FrozenDictionary<string, string> usualNames = FrozenDictionary<string, string>.Empty;

    /// <summary>Between the two codes; empty where there is none.</summary>
    public string Separator { get; init; } = "";

    /// <summary>Codes of at most this length stand without the separator.</summary>
    public int UnseparatedLengthMax { get; init; }

    public string Prefix { get; init; } = "";

    public bool IsLowerCase { get; init; }

    /// <summary>The usual codes of the assets that the venue calls otherwise, by its own.</summary>
    public IReadOnlyDictionary<string, string> UsualNames
    {
        get => usualNames;
        init => usualNames = value.ToFrozenDictionary();
    }

    /// <summary>Turns the venue's other names of a product into the listed one, before anything else.</summary>
    public Func<string, string>? Other { get; init; }

    public string Canonical(string product)
    {
        var name = Other is null ? product : Other(product);
        return Split(name) is { } codes && !(Separator.Length > 0 && name.Contains(Separator, StringComparison.Ordinal))
            ? ProductOf(codes)
            : Prefix + InCase(name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name);
    }

    public string ProductOf(Pair pair)
    {
        var (bought, paid) = (VenueCode(pair.Base), VenueCode(pair.Quote));
        var isSeparated = bought.Length > UnseparatedLengthMax || paid.Length > UnseparatedLengthMax;
        return Prefix + InCase(isSeparated ? $"{bought}{Separator}{paid}" : bought + paid);
    }

    /// <summary>The pair of a product's name; null where it can be split in no way, or in several, into assets that are common.</summary>
    public Pair? PairOf(string product)
    {
        var name = Upper(Canonical(product)[Prefix.Length..]);
        var pairs = Separator.Length > 0 && name.Contains(Separator, StringComparison.Ordinal)
            ? new[] { Split(name) }
            : Enumerable.Range(1, Math.Max(0, name.Length - 1)).Select(at => PairOf(name[..at], name[at..]));
        return pairs.Where(pair => pair is { } found && CommonAssets.Contains(found.Base.Code) && CommonAssets.Contains(found.Quote.Code)).Take(2).ToList() is [var only]
            ? only
            : null;
    }

    /// <summary>The pair of the venue's codes under their usual names; null when either is missing.</summary>
    public Pair? PairOf(string? bought, string? paid) =>
        string.IsNullOrWhiteSpace(bought) || string.IsNullOrWhiteSpace(paid) ? null : new Pair(AssetOf(bought), AssetOf(paid));

    private Asset AssetOf(string code)
    {
        var name = code.ToUpperInvariant();
        return new Asset(usualNames.GetValueOrDefault(name, name));
    }

    private string VenueCode(Asset asset) => usualNames.FirstOrDefault(name => name.Value == asset.Code) is { Key: { } code } ? code : asset.Code;

    private Pair? Split(string name) => name.Split(Separators) is [{ Length: > 0 } bought, { Length: > 0 } paid] ? PairOf(bought, paid) : null;

    private string InCase(string name) => IsLowerCase ? Lower(name) : Upper(name);

    // Only ASCII letters: products have names in other scripts too.
    private static string Upper(string name) => string.Create(name.Length, name, (target, source) => Ascii.ToUpper(source, target, out _));

    private static string Lower(string name) => string.Create(name.Length, name, (target, source) => Ascii.ToLower(source, target, out _));
}
