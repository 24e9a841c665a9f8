using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>Declares query parameters, one method for each kind of value.</summary>
internal static class Parameter
{
    private const int ListLengthMax = 2_000;
    private const int AmountsMax = 16;
    private const string AmountPattern = @"^[0-9]+(\.[0-9]+)?$";

    public static QueryParameter<string?> Text(string name, string description, string? example = null, int lengthMax = QueryParameter.LengthMaxDefault) =>
        new(name, description, text => text) { Example = example, LengthMax = lengthMax, Schema = () => OfText(lengthMax) };

    public static QueryParameter<string> TextOr(string byDefault, string name, string description) =>
        new(name, description, text => text ?? byDefault) { Example = byDefault, Schema = () => OfText(QueryParameter.LengthMaxDefault, byDefault) };

    public static QueryParameter<string> Required(string name, string description, string example, string hint) =>
        new(name, description, text => text ?? throw new QueryException($"{name} is missing; {hint}"))
        {
            IsRequired = true, Example = example, Schema = () => OfText(QueryParameter.LengthMaxDefault),
        };

    public static QueryParameter<string> Choice(string name, string description, params IReadOnlyList<string> choices) =>
        new(name, description, text => Chosen(name, text ?? "", choices)) { IsRequired = true, Example = choices[0], Schema = () => OfChoices(choices, null) };

    public static QueryParameter<string> ChoiceOr(string byDefault, string name, string description, params IReadOnlyList<string> choices) =>
        new(name, description, text => Chosen(name, text ?? byDefault, choices)) { Schema = () => OfChoices(choices, byDefault) };

    public static QueryParameter<string?> OptionalChoice(string name, string description, params IReadOnlyList<string> choices) =>
        new(name, description, text => text is null ? null : Chosen(name, text, choices)) { Schema = () => OfChoices(choices, null) };

    /// <summary>A switch: true, or false when absent.</summary>
    public static QueryParameter<bool> Flag(string name, string description) =>
        new(name, description, text => Chosen(name, text ?? "false", ["true", "false"]) == "true")
        {
            Schema = () => new OpenApiSchema { Type = JsonSchemaType.Boolean, Default = JsonValue.Create(false) },
        };

    public static QueryParameter<int?> Integer(string name, string description, int min, int max, int example) =>
        new(name, description, text => text is null ? null : WholeNumber(name, text, min, max))
        {
            Example = example,
            Schema = () => new OpenApiSchema
            {
                Type = JsonSchemaType.Integer,
                Format = "int32",
                Minimum = min.ToString(CultureInfo.InvariantCulture),
                Maximum = max.ToString(CultureInfo.InvariantCulture),
            },
        };

    /// <summary>A required positive amount.</summary>
    public static QueryParameter<Exact> Amount(string name, string description) =>
        new(name, description, text => text is null ? throw new QueryException($"{name} is missing; write plain decimals such as 100000") : AmountOf(name, text))
        {
            IsRequired = true, Example = "100000", Schema = OfAmount,
        };

    public static QueryParameter<Exact?> OptionalAmount(string name, string description) =>
        new(name, description, text => text is null ? null : AmountOf(name, text)) { Example = "100000", Schema = OfAmount };

    /// <summary>Comma-separated positive amounts, ascending; null when none are given.</summary>
    public static QueryParameter<IReadOnlyList<Exact>?> Amounts(string name, string description) =>
        new(name, description, text => text is null ? null : AmountsOf(name, text)) { Example = "25000,250000" };

    /// <summary>Comma-separated markets, each once; empty when none are given.</summary>
    public static QueryParameter<IReadOnlyList<Market>> Markets(string name, string description) =>
        new(name, description, MarketsOf) { LengthMax = ListLengthMax, Example = "coinbase:BTC-USD,binance:BTCUSDT", Schema = () => OfText(ListLengthMax) };

    public static QueryParameter<Market?> Market(string name, string description) =>
        new(name, description, text => text is null ? null : MarketOf(text)) { Example = "coinbase:BTC-USD" };

    public static QueryParameter<DateTimeOffset?> Instant(string name, string description) =>
        new(name, description, text => text is null ? null : InstantOf(name, text))
        {
            Example = "2026-11-22T10:00:00Z", Schema = () => new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time" },
        };

    private static string Chosen(string name, string text, IReadOnlyList<string> choices) =>
        choices.Contains(text) ? text : throw new QueryException(QuestionRules.NotChoice(name, text, choices));

    private static int WholeNumber(string name, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new QueryException(QuestionRules.NotWholeNumber(name, min, max, text));

    private static Exact AmountOf(string name, string text) =>
        QuestionRules.IsAmount(text, out var amount) ? amount : throw new QueryException(QuestionRules.NotAmount(name, text));

    private static IReadOnlyList<Exact> AmountsOf(string name, string text)
    {
        var amounts = new SortedSet<Exact>(text.Split(',', StringSplitOptions.TrimEntries).Select(part => AmountOf(name, part)));
        return amounts.Count <= AmountsMax ? [.. amounts] : throw new QueryException($"{name} may have {AmountsMax} amounts at most");
    }

    private static IReadOnlyList<Market> MarketsOf(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(MarketOf).Distinct()];

    private static Market MarketOf(string text) =>
        Core.Markets.Market.TryParse(text, out var market) ? VenueCatalog.Canonical(market) : throw new QueryException(QuestionRules.NotMarket(text));

    private static DateTimeOffset InstantOf(string name, string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out var instant) && CommonParameters.IsYear(instant.Year)
            ? instant
            : throw new QueryException($"{name} must be a time such as 2026-11-22T10:00:00Z, of {CommonParameters.Years}, not '{Shown.Of(text)}'");
    }

    private static OpenApiSchema OfText(int lengthMax, string? byDefault = null) =>
        new() { Type = JsonSchemaType.String, MaxLength = lengthMax, Default = byDefault };

    private static OpenApiSchema OfAmount() => new() { Type = JsonSchemaType.String, Pattern = AmountPattern };

    private static OpenApiSchema OfChoices(IReadOnlyList<string> choices, string? byDefault) => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. choices.Select(choice => (JsonNode)JsonValue.Create(choice))],
        Default = byDefault,
    };
}
