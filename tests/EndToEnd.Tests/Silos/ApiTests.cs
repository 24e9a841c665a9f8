using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using OrderBookSilo.VenueSimulator.Faults;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

public sealed class ApiTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private const string Btc = "/api/markets/coinbase/BTC-USD";

    [Theory]
    [InlineData("coinbase/btc-usd", "coinbase:BTC-USD")]
    [InlineData("binance/BTC-USDT", "binance:BTCUSDT")]
    public async Task Another_spelling_of_a_product_is_answered_under_its_venues_own(string asked, string answered) =>
        Assert.Equal(answered, (await silo.Process.GetAsync($"/api/markets/{asked}/cost?side=buy&amount=10000")).GetProperty("market").GetString());

    [Fact]
    public async Task The_default_markets_are_listed_with_the_fields_of_the_contract()
    {
        var markets = await silo.Process.GetAsync("/api/markets");

        Assert.Equal(
            ["binance:BTCUSDT", "binance:ETHUSDT", "coinbase:BTC-USD", "coinbase:ETH-USD"],
            markets.EnumerateArray().Select(market => market.GetProperty("market").GetString()).Where(market => !market!.Contains("SOL", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "market", "venue", "product", "pair", "active", "slot", "receivedAt", "ageSeconds", "bestBid", "bestAsk", "mid", "spreadBps",
                "bidLevels", "askLevels", "depthComplete", "lastFailure", "nextSlot", "status", "frozenSince",
            ],
            markets[0].EnumerateObject().Select(field => field.Name));
        Assert.EndsWith("Z", markets[0].GetProperty("slot").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_can_be_narrowed_and_paged()
    {
        Assert.Equal(["binance:BTCUSDT", "coinbase:BTC-USD"], await NamesAsync("/api/markets?asset=btc"));
        Assert.Equal(["coinbase:BTC-USD"], await NamesAsync("/api/markets?venue=coinbase&limit=1"));
        Assert.Equal(["binance:ETHUSDT"], await NamesAsync("/api/markets?after=binance:BTCUSDT&limit=1"));
    }

    [Fact]
    public async Task A_book_has_the_requested_depth_and_reports_it()
    {
        var book = await silo.Process.GetAsync($"{Btc}/book?depth=3");
        var whole = await silo.Process.GetAsync($"{Btc}/book");

        Assert.Equal(3, book.GetProperty("bids").GetArrayLength());
        Assert.Equal(book.GetProperty("bidLevels").GetInt32(), whole.GetProperty("bids").GetArrayLength());
        Assert.Equal(JsonValueKind.String, book.GetProperty("asks")[0].GetProperty("price").ValueKind);
        Assert.True(book.GetProperty("depthComplete").GetBoolean());
    }

    [Fact]
    public async Task The_best_way_to_trade_has_the_fields_of_the_contract_and_adds_up()
    {
        var best = await silo.Process.GetAsync("/api/best?asset=btc&side=buy&amount=5000");

        Assert.Equal(
            [
                "asset", "side", "amount", "currency", "complete", "reason", "quantity", "filledAmount", "unspent", "allInPrice", "mid", "costBps",
                "split", "bestSingle", "saving", "savingBps", "marginalPrice", "gap", "maxSkewSeconds", "excluded",
            ],
            best.EnumerateObject().Select(field => field.Name));
        var leg = Assert.Single(best.GetProperty("split").EnumerateArray());
        Assert.Equal("coinbase:BTC-USD", leg.GetProperty("market").GetString());
        Assert.Equal(best.GetProperty("quantity").GetString(), leg.GetProperty("quantity").GetString());
        Assert.Equal(best.GetProperty("filledAmount").GetString(), leg.GetProperty("amount").GetString());
        var (filled, unspent) = (Number(best, "filledAmount"), Number(best, "unspent"));
        Assert.Equal(5000m, filled + unspent);
        Assert.InRange(unspent, 0m, 0.01m);
        Assert.Equal(filled / Number(best, "quantity"), Number(best, "allInPrice"), 9);
        Assert.Equal(Number(leg, "grossAmount") * 1.006m, filled, 9);
        var excluded = Assert.Single(best.GetProperty("excluded").EnumerateArray());
        Assert.Equal(("binance:BTCUSDT", "no_conversion"), (excluded.GetProperty("market").GetString(), excluded.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_curve_over_all_markets_rises_and_agrees_with_the_best_of_a_size()
    {
        var curve = await silo.Process.GetAsync("/api/best/curve?asset=BTC&side=sell");
        var points = curve.GetProperty("points").EnumerateArray().ToList();
        var costs = points.Select(point => point.GetProperty("costBps").GetDouble()).ToList();

        Assert.InRange(points.Count, 10, 50);
        Assert.Equal(costs.Order(), costs);
        var best = await silo.Process.GetAsync($"/api/best?asset=BTC&side=sell&amount={points[^1].GetProperty("size").GetString()}");
        Assert.Equal(costs[^1], best.GetProperty("costBps").GetDouble(), 0.01);
    }

    [Theory]
    [InlineData("asset=BTC&side=buy", "amount is missing")]
    [InlineData("side=buy&amount=1", "asset is missing")]
    [InlineData("asset=BTC&side=by&amount=1", "is no side")]
    [InlineData("asset=BTC&side=buy&amount=-1", "amount must be a plain decimal above 0")]
    [InlineData("asset=BTC&side=buy&amount=1&sized=2", "no parameter 'sized' here")]
    public async Task An_invalid_question_for_the_best_way_is_refused_with_a_hint(string question, string sentence)
    {
        using var answer = await silo.Process.Http.GetAsync($"/api/best?{question}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(sentence, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/best?asset=BTX&side=buy&amount=1")]
    [InlineData("/api/best/curve?asset=BTX&side=buy")]
    public async Task An_unknown_asset_is_not_found_and_the_nearest_are_named(string path)
    {
        using var answer = await silo.Process.Http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("BTC", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_splits_of_a_slot_are_listed_for_every_order_size_and_side()
    {
        var splits = await silo.Process.UntilAsync(
            () => silo.Process.GetAsync("/api/splits?asset=BTC&side=sell"), rows => rows.GetArrayLength() > 0, "the slot's splits");
        var one = await silo.Process.GetAsync("/api/splits?asset=btc&side=sell&amount=50000");

        Assert.Equal(["10000", "50000", "100000", "1000000"], splits.EnumerateArray().Take(4).Select(row => row.GetProperty("orderSize").GetString()));
        Assert.All(one.EnumerateArray(), row => Assert.Equal(("sell", "50000"), (row.GetProperty("side").GetString(), row.GetProperty("orderSize").GetString())));
        Assert.Equal(one.GetArrayLength() * 4, splits.GetArrayLength());
    }

    private static decimal Number(JsonElement element, string field) =>
        decimal.Parse(element.GetProperty(field).GetString()!, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_cost_adds_up_from_the_book_that_is_shown()
    {
        var book = await silo.Process.GetAsync($"{Btc}/book");
        var cost = await silo.Process.GetAsync($"{Btc}/cost?side=buy&amount=5000&fees=none");

        var (left, quantity) = (5000m, 0m);
        foreach (var level in book.GetProperty("asks").EnumerateArray())
        {
            var price = decimal.Parse(level.GetProperty("price").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            var size = decimal.Parse(level.GetProperty("quantity").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
            var taken = Math.Min(size, left / price);
            quantity += taken;
            left -= taken * price;
            if (left <= 0.000001m)
            {
                break;
            }
        }

        var answered = decimal.Parse(cost.GetProperty("quantity").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(answered - quantity, -0.000000000001m, 0.000000000001m);
        Assert.Equal("5000", cost.GetProperty("filledAmount").GetString());
        Assert.Equal("USD", cost.GetProperty("currency").GetString());
        Assert.Equal(cost.GetProperty("averagePrice").GetString(), cost.GetProperty("allInPrice").GetString());
    }

    [Theory]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=5000", "quote", 0.006)]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=sell&amount=5000", "quote", 0.006)]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=60000&fees=order_size", "quote", 0.0025)]
    [InlineData("/api/markets/binance/BTCUSDT/cost?side=buy&amount=5000", "received", 0.001)]
    [InlineData("/api/markets/binance/BTCUSDT/cost?side=sell&amount=5000", "received", 0.001)]
    [InlineData("/api/markets/binance/BTCUSDT/cost?side=buy&amount=5000&fees=bnb", "quote", 0.00075)]
    public async Task Gross_fee_and_net_add_up_to_the_amount_less_the_rest_of_a_lot(string path, string feeIn, double rate)
    {
        var cost = await silo.Process.GetAsync(path);

        var (gross, fee, net) = (Number("grossAmount"), Number("fee"), Number("netAmount"));
        var isBuy = cost.GetProperty("side").GetString() == "buy";
        Assert.True(cost.GetProperty("complete").GetBoolean());
        Assert.Equal((feeIn, rate), (cost.GetProperty("feeIn").GetString(), Math.Round(cost.GetProperty("feeRate").GetDouble(), 9)));
        Assert.Equal(gross * (decimal)rate, fee, 9);
        Assert.Equal(!isBuy ? gross - fee : feeIn == "quote" ? gross + fee : gross, net);
        Assert.Equal((Number("amount"), net), (Number("filledAmount") + Number("unspent"), Number("filledAmount")));
        Assert.Equal(net / Number("quantity"), Number("allInPrice"), 9);
        Assert.Equal(0, Number("orderQuantity") % Number("quantityStep"));
        Assert.Equal(Number("orderQuantity"), Number("quantity") + (cost.GetProperty("feeInBase").ValueKind == JsonValueKind.Null ? 0 : Number("feeInBase")));
        Assert.Equal(isBuy && feeIn == "received", cost.GetProperty("feeInBase").ValueKind == JsonValueKind.String);
        Assert.True(cost.GetProperty("stepsKnown").GetBoolean());
        Assert.True(cost.GetProperty("costBps").GetDouble() > rate * 9_900);

        decimal Number(string field) => decimal.Parse(cost.GetProperty(field).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task An_order_below_the_venues_minimum_is_reported_as_such()
    {
        var cost = await silo.Process.GetAsync($"{Btc}/cost?side=buy&amount=0.0001");

        Assert.Equal((false, "below_minimum"), (cost.GetProperty("complete").GetBoolean(), cost.GetProperty("reason").GetString()));
        Assert.Equal(JsonValueKind.Null, cost.GetProperty("allInPrice").ValueKind);
    }

    [Fact]
    public async Task Metrics_are_of_the_book_that_is_shown_and_agree_with_its_costs()
    {
        var metrics = await silo.Process.GetAsync($"{Btc}/metrics");
        var bare = await silo.Process.GetAsync($"{Btc}/cost?side=sell&amount=10000&fees=none");
        var size = metrics.GetProperty("sizes")[0];

        Assert.Equal([10, 25, 50, 100, 200, 500, 1000], metrics.GetProperty("bands").EnumerateArray().Select(band => band.GetProperty("bandBps").GetInt32()));
        Assert.Equal(["10000", "50000", "100000", "1000000"], metrics.GetProperty("sizes").EnumerateArray().Select(one => one.GetProperty("orderSize").GetString()));
        Assert.Equal(bare.GetProperty("quantity").GetString(), size.GetProperty("sell").GetProperty("quantity").GetString());
        Assert.Equal(bare.GetProperty("slippageBps").GetDouble(), size.GetProperty("sell").GetProperty("slippageBps").GetDouble());
        Assert.True(size.GetProperty("roundTrip").GetProperty("costBps").GetDouble() > metrics.GetProperty("spreadBps").GetDouble() * 0.99);
        Assert.InRange(size.GetProperty("roundTrip").GetProperty("costWithFeesBps").GetDouble(), 118, 130);
        Assert.InRange(Exact(metrics, "microprice"), Exact(metrics, "bestBid"), Exact(metrics, "bestAsk"));
        Assert.All(metrics.GetProperty("bands").EnumerateArray(), band => Assert.InRange(band.GetProperty("imbalance").GetDouble(), -1, 1));
    }

    [Theory]
    [InlineData("/api/markets/coinbase/BTC-USD/curve?side=buy")]
    [InlineData("/api/markets/binance/BTCUSDT/curve?side=sell")]
    public async Task A_curve_rises_with_size_up_to_the_largest_or_the_end_of_the_book(string path)
    {
        var curve = await silo.Process.GetAsync(path);
        var points = curve.GetProperty("points").EnumerateArray().ToList();
        var complete = points.Where(point => point.GetProperty("complete").GetBoolean()).ToList();

        Assert.InRange(points.Count, 20, 45);
        Assert.All(points.Zip(points.Skip(1)), pair => Assert.True(Exact(pair.First, "size") < Exact(pair.Second, "size")));
        Assert.All(complete.Zip(complete.Skip(1)), pair => Assert.True(pair.First.GetProperty("costBps").GetDouble() <= pair.Second.GetProperty("costBps").GetDouble() + 1e-9));
        Assert.True(complete.Count >= points.Count - 1);
        Assert.True(complete.Count < points.Count || Exact(points[^1], "size") == 10_000_000);
    }

    [Fact]
    public async Task A_size_beyond_the_book_is_incomplete_with_its_reason_and_nulls()
    {
        var cost = await silo.Process.GetAsync($"{Btc}/cost?side=buy&amount=999999999999");

        Assert.False(cost.GetProperty("complete").GetBoolean());
        Assert.Equal("shallow", cost.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, cost.GetProperty("slippageBps").ValueKind);
        Assert.NotEqual("0", cost.GetProperty("quantity").GetString());
    }

    [Theory]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=by&amount=1", "side")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy", "amount is missing")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=0", "above 0")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=1e5", "plain decimal")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=1&unit=usd", "quote or base")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=1&maxage=5", "maxAge")]
    [InlineData("/api/markets/coinbase/BTC-USD/cost?side=buy&amount=1&fees=vip", "its profiles are none, order_size, standard")]
    [InlineData("/api/markets/coinbase/BTC-USD/curve", "side is missing")]
    [InlineData("/api/markets/coinbase/BTC-USD/metrics?side=buy", "no parameter 'side'")]
    [InlineData("/api/markets/coinbase/BTC-USD/book?depth=-1", "depth")]
    [InlineData("/api/markets/coinbase/BTC-USD/history?from=yesterday", "from")]
    [InlineData("/api/gaps?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "before")]
    [InlineData("/api/failures?market=btc", "venue:product")]
    [InlineData("/api/markets/coinbase/BTC%20USD", "a product has no spaces")]
    public async Task A_bad_request_is_refused_with_a_hint(string path, string hint)
    {
        var response = await silo.Http.GetAsync(path);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains(hint, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_product_is_answered_with_the_nearest()
    {
        var response = await silo.Http.PutAsync("/api/markets/coinbase/BTCUSD", null);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("BTC-USD", problem.GetProperty("nearest")[0].GetString());
    }

    [Fact]
    public async Task A_market_is_added_pulled_and_removed_at_runtime()
    {
        var added = await silo.Http.PutAsync("/api/markets/coinbase/SOL-USD", null);
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        await silo.Process.UntilAsync(
            () => silo.Process.GetAsync("/api/markets/coinbase/SOL-USD"),
            market => market.GetProperty("bestBid").ValueKind == JsonValueKind.String,
            "a book of coinbase:SOL-USD");

        var pulled = await silo.Http.PostAsync("/api/markets/coinbase/SOL-USD/pull", null);
        var removed = await silo.Http.DeleteAsync("/api/markets/coinbase/SOL-USD");
        var refused = await silo.Http.PostAsync("/api/markets/coinbase/SOL-USD/pull", null);

        Assert.Equal(HttpStatusCode.OK, pulled.StatusCode);
        Assert.False((await removed.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("active").GetBoolean());
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Equal(1, (await silo.Process.GetAsync("/api/markets/coinbase/SOL-USD/history")).GetArrayLength());
    }

    [Fact]
    public async Task A_failed_pull_is_reported_with_the_venues_words_and_listed()
    {
        silo.Venues.Faults.Add(new Fault("binance", FaultKind.Status, "ETHUSDT") { Status = 451, Count = 1 });
        var response = await silo.Http.PostAsync("/api/markets/binance/ETHUSDT/pull", null);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        var failures = await silo.Process.GetAsync("/api/failures?market=binance:ETHUSDT");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("geo_blocked", problem.GetProperty("failure").GetProperty("kind").GetString());
        Assert.Equal(("geo_blocked", 451), (failures[0].GetProperty("kind").GetString(), failures[0].GetProperty("httpStatus").GetInt32()));
        Assert.Equal(JsonValueKind.String, (await silo.Process.GetAsync("/api/markets/binance/ETHUSDT")).GetProperty("bestBid").ValueKind);
    }

    [Fact]
    public async Task A_request_for_a_fresh_book_fails_when_there_is_none()
    {
        silo.Venues.Faults.Add(new Fault("coinbase", FaultKind.Crossed, "ETH-USD") { Count = 1 });
        var refused = await silo.Http.GetAsync("/api/markets/coinbase/ETH-USD/cost?side=buy&amount=100&maxAge=0");
        var answered = await silo.Http.GetAsync("/api/markets/coinbase/ETH-USD/cost?side=buy&amount=100&maxAge=0");

        Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
        Assert.Contains("crossed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.InRange((await answered.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ageSeconds").GetDouble(), 0, 5);
    }

    [Fact]
    public async Task A_pair_is_answered_from_the_books_of_its_markets()
    {
        var pair = await silo.Process.GetAsync("/api/pairs/btc/usdt");
        var market = await silo.Process.GetAsync("/api/markets/binance/BTCUSDT");
        var unknown = await silo.Http.GetAsync("/api/pairs/BTC/USDTX");
        var problem = await unknown.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(
            ["pair", "bestBid", "bestAsk", "markets", "excluded", "maxSkewSeconds"], pair.EnumerateObject().Select(field => field.Name));
        Assert.Equal(
            ["market", "bestBid", "bestAsk", "mid", "spreadBps", "receivedAt", "ageSeconds"],
            pair.GetProperty("markets")[0].EnumerateObject().Select(field => field.Name));
        Assert.Equal("BTC/USDT", pair.GetProperty("pair").GetString());
        Assert.Equal("binance:BTCUSDT", pair.GetProperty("bestBid").GetProperty("market").GetString());
        Assert.Equal(market.GetProperty("bestBid").GetString(), pair.GetProperty("bestBid").GetProperty("price").GetString());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("BTC/USDT", problem.GetProperty("nearest")[0].GetString());
        Assert.Equal(HttpStatusCode.BadRequest, (await silo.Http.GetAsync("/api/pairs/BTC/U%20D")).StatusCode);
    }

    [Fact]
    public async Task Products_are_searched_in_the_venues_listing()
    {
        var products = await silo.Process.GetAsync("/api/venues/coinbase/products?search=btc");

        Assert.All(products.EnumerateArray(), product => Assert.Contains("BTC", product.GetProperty("pair").GetString(), StringComparison.Ordinal));
        Assert.Contains(products.EnumerateArray(), product => product.GetProperty("product").GetString() == "BTC-USD");
        Assert.Equal(HttpStatusCode.NotFound, (await silo.Http.GetAsync("/api/venues/coinbse/products")).StatusCode);
    }

    [Fact]
    public async Task Pulls_are_counted_in_the_metrics()
    {
        var metrics = await silo.Http.GetStringAsync("/metrics");

        Assert.Contains("# TYPE orderbook_pulls_total counter", metrics, StringComparison.Ordinal);
        Assert.Matches("""orderbook_pulls_total\{[^}]*product="BTC-USD"[^}]*\} [1-9]""", metrics);
        Assert.Matches("""orderbook_pull_seconds_bucket\{[^}]*le="\+Inf"\} [1-9]""", metrics);
    }

    [Fact]
    public async Task Every_route_is_in_the_openapi_document()
    {
        var document = await silo.Process.GetAsync("/openapi/v1.json");
        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();

        foreach (var path in new[]
        {
            "/api/markets", "/api/markets/{venue}/{product}", "/api/markets/{venue}/{product}/book", "/api/markets/{venue}/{product}/cost",
            "/api/markets/{venue}/{product}/history", "/api/markets/{venue}/{product}/pull", "/api/gaps", "/api/audit", "/api/failures", "/api/venues",
            "/api/pairs/{base}/{quote}",
            "/api/venues/{venue}/products", "/health/live", "/health/ready", "/metrics",
        })
        {
            Assert.Contains(path, paths);
        }
    }

    [Fact]
    public async Task On_loopback_foreign_host_names_and_foreign_pages_are_refused()
    {
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/api/markets") { Headers = { Host = "books.example.com" } };
        using var foreign = new HttpRequestMessage(HttpMethod.Delete, Btc) { Headers = { { "Origin", "https://example.com" } } };

        Assert.Equal(HttpStatusCode.Forbidden, (await silo.Http.SendAsync(rebound)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await silo.Http.SendAsync(foreign)).StatusCode);
        Assert.True((await silo.Process.GetAsync(Btc)).GetProperty("active").GetBoolean());
    }

    private async Task<List<string>> NamesAsync(string path) =>
        [.. (await silo.Process.GetAsync(path)).EnumerateArray().Select(market => market.GetProperty("market").GetString()!)];

    private static decimal Exact(JsonElement element, string field) =>
        decimal.Parse(element.GetProperty(field).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
