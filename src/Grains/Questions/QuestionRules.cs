using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Grains.Questions;

/// <summary>What the live questions accept, and the messages that refuse everything else, the same over HTTP and through a gateway.</summary>
public static class QuestionRules
{
    public const string DefaultCurrency = "USD";
    public const int MarketsMax = 10_000;
    public const int DepthMax = 1_000_000;
    public const int MaxAgeSecondsMax = 86_400;

    public static readonly Exact AmountMax = 1_000_000_000_000_000;

    public static bool IsAmount(string text, out Exact amount) =>
        Exact.TryParse(text, out amount) && amount.IsPositive && amount <= AmountMax && amount.Scale <= Exact.QuotientScale;

    public static string NotAmount(string name, string text) => $"{name} must be a plain decimal above 0 and at most {AmountMax}, not '{Shown.Of(text)}'";

    public static string NotWholeNumber(string name, int min, int max, string text) =>
        $"{name} must be a whole number from {min} to {max}, not '{Shown.Of(text)}'";

    public static string NotMarket(string text) => $"'{Shown.Of(text)}' is not a market; {Market.FindProblem(text) ?? "write venue:product, such as coinbase:BTC-USD"}";

    public static string NotChoice(string name, string text, params IEnumerable<string> choices) =>
        $"{(text.Length == 0 ? $"{name} is missing" : $"'{Shown.Of(text)}' is no {name}")}; use {string.Join(" or ", choices)}";

    public static string NotAssets(string asset, string currency) =>
        $"'{Shown.Of(asset)}' and '{Shown.Of(currency)}' are not two assets' codes, such as BTC and USD";

    internal static string? RefuseWholeNumber(string name, int? number, int min, int max) =>
        number is null || (number >= min && number <= max) ? null : NotWholeNumber(name, min, max, $"{number}");

    internal static string? RefuseSide(string text, out Side side) =>
        SideText.TryParse(text, out side) ? null : NotChoice("side", text, Side.Buy.Text(), Side.Sell.Text());

    internal static string? RefuseOrder(string side, string amount, int? maxAgeSeconds) =>
        RefuseSide(side, out _)
        ?? (IsAmount(amount, out _) ? null : NotAmount("amount", amount))
        ?? RefuseWholeNumber("maxAge", maxAgeSeconds, 0, MaxAgeSecondsMax);
}
