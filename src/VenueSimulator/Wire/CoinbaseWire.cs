using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Coinbase Exchange: https://docs.cdp.coinbase.com/exchange/reference/exchangerestapi_getproductbook</summary>
internal sealed class CoinbaseWire : IVenueWire
{
    private const int BytesPerLevel = 34;

    public string Code => "coinbase";

    public Reply UnknownProduct { get; } = Message(404, "NotFound");

    public Reply UnknownCall { get; } = Message(404, "Route not found");

    public VenueCall Read(string path, IQueryCollection query)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            ["products"] => new VenueCall(CallKind.Listing),
            ["products", var product, "book"] => new VenueCall(CallKind.Book, Uri.UnescapeDataString(product), DepthOf(query["level"])),
            _ => new VenueCall(CallKind.Unknown),
        };
    }

    public byte[] WriteBook(SimulatedBook book, int depth)
    {
        var text = new Utf8Text((book.Bids.Count + book.Asks.Count) * BytesPerLevel + 400);
        text.Add("{\"bids\":["u8);
        AddSide(text, book, book.Bids, depth, book.FirstBidQuantity);
        text.Add("],\"asks\":["u8);
        AddSide(text, book, book.Asks, depth, null);
        text.Add("],\"sequence\":"u8).AddFixed(book.Sequence, 0);
        text.Add(book.IsInAuction ? AuctionOf(book) : ",\"auction_mode\":false,\"auction\":null");
        return text.Add(",\"time\":\"").Add(TimeText(book.Time)).Add("\"}"u8).ToArray();
    }

    public byte[] WriteListing(IReadOnlyList<SimulatedMarket> markets, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', markets.Select(ListingOf))}]");

    public Reply Error(int status, DateTimeOffset now, int? retryAfterSeconds) => status switch
    {
        403 => Message(status, "Forbidden"),
        404 => Message(status, "NotFound"),
        429 => Message(status, "Public rate limit exceeded"),
        500 => Message(status, "Internal server error"),
        502 or 503 or 504 => Pages.Gateway(status),
        _ => Message(status, $"status {status}"),
    };

    public IReadOnlyDictionary<string, string> HeadersFor(int usedWeight) => new Dictionary<string, string>
    {
        ["Cache-Control"] = "public, max-age=1",
        ["Access-Control-Allow-Origin"] = "*",
    };

    private static int DepthOf(string? level) => level is null or "1" ? 1 : int.MaxValue;

    private static void AddSide(Utf8Text text, SimulatedBook book, SimulatedSide side, int depth, string? firstQuantity)
    {
        for (var i = 0; i < side.Count && i < depth; i++)
        {
            text.Add(i == 0 ? "[\""u8 : ",[\""u8).AddShort(side.Prices[i], book.Market.PriceDecimals).Add("\",\""u8);
            if (i == 0 && firstQuantity is not null)
            {
                text.Add(firstQuantity);
            }
            else
            {
                text.AddShort(side.Quantities[i], book.Market.QuantityDecimals);
            }

            text.Add("\","u8).AddFixed(side.Orders[i], 0).Add("]"u8);
        }
    }

    private static string AuctionOf(SimulatedBook book) =>
        ",\"auction_mode\":true,\"auction\":{\"open_price\":\"0\",\"open_size\":\"0\",\"best_bid_price\":\"0\",\"best_bid_size\":\"0\","
        + "\"best_ask_price\":\"0\",\"best_ask_size\":\"0\",\"auction_state\":\"collection\",\"can_open\":\"no\","
        + $"\"time\":\"{TimeText(book.Time)}\"}}";

    private static string ListingOf(SimulatedMarket market)
    {
        var (id, bought, paid) = (market.Symbol, market.Base.Code, market.Quote.Code);
        return $$"""{"id":"{{id}}","base_currency":"{{bought}}","quote_currency":"{{paid}}","quote_increment":"{{Steps.Short(market.PriceDecimals)}}","base_increment":"{{Steps.Short(market.QuantityDecimals)}}","display_name":"{{id}}","min_market_funds":"1","margin_enabled":false,"post_only":false,"limit_only":false,"cancel_only":false,"status":"online","status_message":"","trading_disabled":{{(market.IsHalted ? "true" : "false")}},"fx_stablecoin":false,"max_slippage_percentage":"0.02000000","auction_mode":false,"high_bid_limit_percentage":""}""";
    }

    private static string TimeText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);

    private static Reply Message(int status, string message) =>
        new(status, Encoding.UTF8.GetBytes($$"""{"message":"{{message}}"}"""));
}
