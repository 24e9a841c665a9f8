using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Tests.Costs;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Splits;

/// <summary>
/// Divisible orders compared with a simple merge in rationals: awkward scales, fees of both kinds, conversions, recorded books.
/// </summary>
public sealed class MergeTests
{
    private const int Instances = 3_000;

    [Fact]
    public void Any_books_and_fees_are_merged_exactly()
    {
        for (var i = 0; i < Instances; i++)
        {
            var random = new Random(i);
            var side = (Side)random.Next(2);
            var markets = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Random(random, Free)).ToList();
            var order = new SplitOrder(side, Exact.FromScaled(random.Next(1, 100_000), random.Next(0, 6)), (SplitUnit)random.Next(2));
            Same(order, markets, [.. markets.Select((market, v) => ForProduct(market, v, Conversion.None))], $"instance {i}");
        }
    }

    [Fact]
    public void A_conversion_through_a_book_is_part_of_the_cost()
    {
        var throughBook = 0;
        for (var i = 0; i < Instances; i++)
        {
            var random = new Random(i + Instances);
            var side = (Side)random.Next(2);
            var quoteIsBase = random.Next(2) == 0;
            var book = RandomBook.Create(random.Next(100_000)).Book;
            var fee = TakerFee.Flat(Exact.FromScaled(random.Next(0, 40), 3), (FeeIn)random.Next(2));
            if (Conversion.Through(book, side, quoteIsBase, fee) is not { } conversion)
            {
                continue;
            }

            throughBook++;
            var plain = Steps(book, side, quoteIsBase, fee);
            var markets = Enumerable.Range(0, random.Next(1, 5)).Select(v => Random(random, v % 2 == 0 ? plain : Free)).ToList();
            var order = new SplitOrder(side, Exact.FromScaled(random.Next(1, 1_000_000), random.Next(0, 6)), (SplitUnit)random.Next(2));
            Same(order, markets, [.. markets.Select((market, v) => ForProduct(market, v, v % 2 == 0 ? conversion : Conversion.None))], $"instance {i}");
        }

        Assert.InRange(throughBook, Instances / 3, Instances);
    }

    [Fact]
    public void On_recorded_books_a_split_equals_the_simple_merge_and_no_single_market_is_better()
    {
        Fixtures.Require();
        var books = Recorded().ToList();
        Assert.InRange(books.Count, 20, 1_000);
        for (var first = 0; first < books.Count; first++)
        {
            // Adjacent in price, so that their levels interleave.
            var chosen = books.Skip(first).Take(3).ToList();
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                var markets = chosen.Select((book, v) => new PlainMarket(book, Exact.FromScaled(10 + 5 * v, 4), (FeeIn)(v % 2), Free)).ToList();
                var ladders = markets.Select(market => side == Side.Buy ? market.Book.Asks : market.Book.Bids);
                if (ladders.Any(ladder => ladder.Count == 0))
                {
                    continue;
                }

                // About a hundred levels deep.
                var depth = ladders.Select((ladder, v) => Deep(chosen[v], ladder)).Aggregate((sum, amount) => sum + amount);
                var order = new SplitOrder(side, depth.Round(2, MidpointRounding.ToEven) + 1);
                Same(order, markets, [.. markets.Select((market, v) => ForProduct(market, v, Conversion.None))], $"books from {first} on");
            }
        }
    }

    [Fact]
    public void A_curve_matches_a_separate_merge_for_every_size()
    {
        for (var i = 0; i < Instances / 10; i++)
        {
            var random = new Random(i);
            var side = (Side)random.Next(2);
            var plain = Enumerable.Range(0, 3).Select(_ => Random(random, Free)).ToList();
            var markets = plain.Select((market, v) => ForProduct(market, v, Conversion.None)).ToList();
            var curve = new SplitCurve(side, markets, SizeGrid.UpTo(1_000_000).Prepend(1).ToList());
            foreach (var size in new[] { 1, random.Next(1, 100), random.Next(1, 10_000), random.Next(1, 1_000_000) })
            {
                var oracle = new MergeOracle(plain, side);
                var isFilled = oracle.Run(SplitUnit.Quote, size);
                var price = curve.AllInPriceOf(size);
                Assert.Equal(isFilled, price is not null);
                Assert.True(price is null || (oracle.Amount / oracle.Quantity).HalfEven().Is(price.Value.Round(18, MidpointRounding.ToEven)));
            }
        }
    }

    private static PlainConversion Free => new([(new Rational(1, 1), null)]);

    private static void Same(SplitOrder order, IReadOnlyList<PlainMarket> plain, IReadOnlyList<SplitMarket> markets, string name)
    {
        var oracle = new MergeOracle(plain, order.Side);
        var isFilled = oracle.Run(order.Unit, order.Amount);
        var split = Splitter.Solve(order, markets);
        if (!isFilled && split.Complete)
        {
            // The conversion ran out first; a single market with worse prices that needs less of it may still suffice.
            Assert.Single(split.Legs);
            return;
        }

        Assert.True(isFilled == split.Complete, $"{name}: complete");
        Assert.True(split.Certificate.Holds, $"{name}: certificate");
        Assert.True(split.Gap == Exact.Zero, $"{name}: gap {split.Gap}");
        Assert.True(oracle.Amount.HalfEven().Is(split.Amount), $"{name}: amount {split.Amount}");
        var rounding = Rational.Of(Exact.FromScaled(split.Legs.Count, 18));
        Assert.True((oracle.Quantity - Rational.Of(split.Quantity)).CompareTo(Rational.Zero) >= 0, $"{name}: quantity {split.Quantity}");
        Assert.True((oracle.Quantity - Rational.Of(split.Quantity)).CompareTo(rounding) <= 0, $"{name}: quantity {split.Quantity}");
        if (split is { Complete: true, BestSingle: { } single })
        {
            Assert.True(split.Saving >= Exact.Zero, $"{name}: saving {split.Saving}");
            Assert.True(order.Side == Side.Buy ? split.AllInPrice <= single.AllInPrice : split.AllInPrice >= single.AllInPrice, $"{name}: {single}");
        }
    }

    private static PlainMarket Random(Random random, PlainConversion conversion) => new(
        RandomBook.Create(random.Next(100_000)).Book,
        Exact.FromScaled(random.Next(0, 500), random.Next(3, 10)),
        (FeeIn)random.Next(2),
        conversion);

    private static SplitMarket ForProduct(PlainMarket market, int index, Conversion conversion) => new(
        Market.Parse($"m{index}:X"), market.Book, TakerFee.Flat(market.Rate, market.In), null, null, null, conversion);

    /// <summary>
    /// The cost or proceeds of one unit of the quote currency, level by level, derived from the payments of both parties.
    /// </summary>
    private static PlainConversion Steps(OrderBook book, Side side, bool quoteIsBase, TakerFee fee)
    {
        var buysBase = side == Side.Buy ? quoteIsBase : !quoteIsBase;
        var ladder = buysBase ? book.Asks : book.Bids;
        var rate = Rational.Of(fee.Brackets[0].Rate);
        var one = new Rational(1, 1);
        var steps = new List<(Rational, Rational?)>();
        for (var i = 0; i < ladder.Count; i++)
        {
            var (price, quantity) = (Rational.Of(book.LevelOf(ladder, i).Price), Rational.Of(book.LevelOf(ladder, i).Quantity));
            var baseMoved = buysBase && fee.In == FeeIn.Received ? quantity * (one - rate) : quantity;
            var quoteMoved = !buysBase ? price * quantity * (one - rate) : fee.In == FeeIn.Quote ? price * quantity * (one + rate) : price * quantity;
            steps.Add(quoteIsBase ? (quoteMoved / baseMoved, baseMoved) : (baseMoved / quoteMoved, quoteMoved));
        }

        return new PlainConversion(steps);
    }

    private static IEnumerable<OrderBook> Recorded()
    {
        var binance = Fixtures.List("binance", "rest_depth_*.json").Concat(Fixtures.List("binance_us", "rest_depth_*.json"));
        var coinbase = Fixtures.List("coinbase", "rest_*book*.json").Where(file => !file.EndsWith("headers.json", StringComparison.Ordinal));
        return binance.Select(file => (Venue: "binance", File: file)).Concat(coinbase.Select(file => (Venue: "coinbase", File: file)))
            .Select(recorded => VenueCatalog.Find(recorded.Venue)!.ParseBook(Fixtures.Read(recorded.File)).Value)
            .Where(book => book.Mid is not null)
            .OrderBy(book => book.Mid!.Value);
    }

    private static Ratio Deep(OrderBook book, Ladder ladder)
    {
        var sum = Ratio.Zero;
        for (var i = 0; i < Math.Min(40, ladder.Count); i++)
        {
            var level = book.LevelOf(ladder, i);
            sum += level.Price * level.Quantity;
        }

        return sum;
    }
}
