using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/api/markets</c>: the list of markets, and the questions and actions on one of them.</summary>
internal static class MarketEndpoints
{
    private const string Root = "/api/markets";
    private const string One = $"{Root}/{{venue}}/{{product}}";

    private static readonly QueryParameter<string?> Venue = Parameter.Text("venue", "Only markets of this venue.", "coinbase");
    private static readonly QueryParameter<string?> Asset = Parameter.Text("asset", "Only markets of this base asset.", "BTC");
    private static readonly QueryParameter<int?> Limit = Parameter.Integer("limit", "How many at most; default all.", 1, QuestionRules.MarketsMax, 100);
    private static readonly QueryParameter<string?> After = Parameter.Text("after", "A market; the list continues after it.", "coinbase:BTC-USD");
    private static readonly QueryParameter<int?> Depth = Parameter.Integer("depth", "Levels of each side; default all.", 1, QuestionRules.DepthMax, 10);
    private static readonly QueryParameter<string> Unit = Parameter.ChoiceOr("quote", "unit", "Whether the amount is in quote or in base.", "quote", "base");
    private static readonly QueryParameter<string?> Fees = Parameter.Text(
        "fees", "none for the bare walk, without fees, lot steps and minimums; or the name of a fee profile of the venue. Default: the configured fees.", "none");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var markets = routes.MapTopic(ApiTags.Markets);
        markets.MapGet(Root, ListAsync)
            .Describe("listMarkets", "Every market with the summary of its latest book.")
            .Takes(Venue, Asset, Limit, After)
            .Produces<IReadOnlyList<MarketSummary>>();
        markets.MapGet(One, GetAsync).Describe("getMarket", "One market with the summary of its latest book.").Produces<MarketSummary>().Fails(404);
        markets.MapPut(One, AddAsync)
            .Describe("addMarket", "Activates a market; its due slot is pulled immediately.").Produces<MarketSummary>().Fails(404);
        markets.MapDelete(One, RemoveAsync).Describe("removeMarket", "Stops a market; stored data is kept.").Produces<MarketSummary>().Fails(404);
        markets.MapPost($"{One}/pull", PullAsync).Describe("pullMarket", "Makes one attempt to pull now.").Produces<MarketSummary>().Fails(404, 409, 502);
        markets.MapGet($"{One}/book", BookAsync).Describe("getBook", "The latest book, best levels first.").Takes(Depth).Produces<BookView>().Fails(404);
        markets.MapGet($"{One}/cost", CostAsync)
            .Describe(
                "getCost",
                "What one order costs on the latest book.",
                "Lot step and minimums apply unless fees=none asks for the bare walk. Fee fields are null where no fee is known.")
            .Takes(CommonParameters.Side, CommonParameters.Amount, Unit, Fees, CommonParameters.MaxAge)
            .Produces<CostAnswer>()
            .Fails(404, 409, 502);
        markets.MapGet($"{One}/metrics", MetricsAsync)
            .Describe("getMetrics", "Every metric of the latest book: spread, microprice, depth and imbalance by band, and what each configured order size costs.")
            .Produces<MarketMetrics>()
            .Fails(404);
        markets.MapGet($"{One}/curve", CurveAsync)
            .Describe(
                "getCurve",
                "Cost against size on the latest book, for plots.",
                "Up to ten times the largest configured order size, or to the end of the book; without order sizes to the end of the book.")
            .Takes(CommonParameters.Side)
            .Produces<CostCurve>()
            .Fails(404);
    }

    /// <summary><c>venue:product</c> from the names in a route; a slash in a product arrives percent-encoded.</summary>
    public static string NameOf(string venue, string product) => $"{venue}:{product.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase)}";

    private static Task<IResult> ListAsync(Query query, ILiveMarkets live, CancellationToken cancel) =>
        live.ListAsync(new MarketsQuestion(query.Read(Venue), query.Read(Asset), query.Read(Limit), query.Read(After)), cancel).ToResultAsync();

    private static Task<IResult> GetAsync(string venue, string product, ILiveMarkets live, CancellationToken cancel) =>
        live.GetMarketAsync(NameOf(venue, product), cancel).ToResultAsync();

    private static Task<IResult> AddAsync(string venue, string product, ILiveMarkets live, CancellationToken cancel) =>
        live.AddAsync(NameOf(venue, product), cancel).ToResultAsync();

    private static Task<IResult> RemoveAsync(string venue, string product, ILiveMarkets live, CancellationToken cancel) =>
        live.RemoveAsync(NameOf(venue, product), cancel).ToResultAsync();

    private static Task<IResult> PullAsync(string venue, string product, ILiveMarkets live, CancellationToken cancel) =>
        live.PullAsync(NameOf(venue, product), cancel).ToResultAsync();

    private static Task<IResult> BookAsync(string venue, string product, Query query, ILiveMarkets live, CancellationToken cancel) =>
        live.GetBookAsync(NameOf(venue, product), query.Read(Depth), cancel).ToResultAsync();

    private static Task<IResult> CostAsync(string venue, string product, Query query, ILiveMarkets live, CancellationToken cancel)
    {
        var question = new CostQuestion(
            query.Read(CommonParameters.Side),
            query.Read(CommonParameters.Amount).ToString(),
            query.Read(Unit) == "base",
            query.Read(Fees),
            query.Read(CommonParameters.MaxAge));
        return live.GetCostAsync(NameOf(venue, product), question, cancel).ToResultAsync();
    }

    private static Task<IResult> MetricsAsync(string venue, string product, ILiveMarkets live, CancellationToken cancel) =>
        live.GetMetricsAsync(NameOf(venue, product), cancel).ToResultAsync();

    private static Task<IResult> CurveAsync(string venue, string product, Query query, ILiveMarkets live, CancellationToken cancel) =>
        live.GetCurveAsync(NameOf(venue, product), query.Read(CommonParameters.Side), cancel).ToResultAsync();
}
