using System.Text.Json;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Venues;

/// <summary>Bitfinex: at most 250 levels a side, prices rounded to five digits. https://docs.bitfinex.com/reference/rest-public-book</summary>
internal static class Bitfinex
{
    private const int CodeLength = 3;

    private static readonly ProductNames Names = new()
    {
        Prefix = "t",
        Separator = ":",
        UnseparatedLengthMax = CodeLength,
        UsualNames = new Dictionary<string, string>
        {
            ["UST"] = "USDT",
            ["UDC"] = "USDC",
            ["IOT"] = "IOTA",
            ["ALG"] = "ALGO",
            ["ATO"] = "ATOM",
            ["DSH"] = "DASH",
            ["QTM"] = "QTUM",
        },
        Other = OfOtherName,
    };

    public static RestVenue Venue { get; } = new()
    {
        Code = "bitfinex",
        Name = "Bitfinex",
        BaseAddresses = [new("https://api-pub.bitfinex.com")],
        BudgetPerMinute = 240,
        RoundsPrices = true,
        Facts = new(Certainty.Recorded, new(2026, 9, 23), "The limit of the listing is not documented."),
        Book = new("/v2/book/{product}/P0?len=250", 1),

        // [price, orders, amount], the amount of an ask negative; bids first.
        Shape = new() { HasSignedRows = true, Level = new() { QuantityAt = 2 } },

        // ["error",10020,"symbol: invalid"] with status 500.
        Refusals = new()
        {
            Codes = new Dictionary<string, FailureKind> { ["11010"] = FailureKind.RateLimited },
            Words = [("symbol: invalid", FailureKind.UnknownProduct), ("ERR_RATE_LIMIT", FailureKind.RateLimited)],
        },
        Names = Names,

        // About 15 listings a minute.
        ListingRequest = new("/v2/conf/pub:list:pair:exchange,pub:info:pair", 16),
        ListingPaths = ["1", "0"],
        ReadProduct = ReadProduct,
    };

    // ["BTCUSD",[null,null,null,"smallest order","largest order",…]], or the name alone; what is listed trades. A product without a step
    // of its own has quantities of 8 decimals, and no fixed price step.
    private static Product? ReadProduct(JsonElement product)
    {
        var isRow = product.ValueKind == JsonValueKind.Array && product.GetArrayLength() > 0;
        var name = isRow ? product[0] : product;
        if (name.ValueKind != JsonValueKind.String || PairOf(name.GetString()!) is not { } pair)
        {
            return null;
        }

        var rules = isRow && product.GetArrayLength() > 1 && product[1] is { ValueKind: JsonValueKind.Array } found && found.GetArrayLength() > 4 ? found : default;
        var isKnown = rules.ValueKind == JsonValueKind.Array;
        return new Product(
            Names.Canonical(name.GetString()!),
            pair,
            ProductStatus.Online,
            PriceStep: null,
            QuantityStep: Numbers.Exact.FromScaled(1, 8),
            QuantityMin: isKnown ? ListingReader.Number(rules[3]) : null,
            NotionalMin: null,
            QuantityMax: isKnown ? ListingReader.Number(rules[4]) : null,
            NotionalMax: null);
    }

    private static Pair? PairOf(string name) =>
        name.Split(':') is [var bought, var paid] ? Names.PairOf(bought, paid)
        : name.Length == 2 * CodeLength ? Names.PairOf(name[..CodeLength], name[CodeLength..])
        : null;

    // BTCUSD and tbtcusd are tBTCUSD; a t before what is a name of its own is the prefix.
    private static string OfOtherName(string product)
    {
        var isPair = product.AsSpan().ContainsAny('/', '-', '_');
        var hasPrefix = product is ['t' or 'T', .. var rest]
            && (rest.Length == 2 * CodeLength || (rest.Split(':') is [var bought, var paid] && (bought.Length > CodeLength || paid.Length > CodeLength)));
        return isPair ? product : "t" + (hasPrefix ? product[1..] : product);
    }
}
