using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Tests.Fuzz;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Support;

namespace OrderBookSilo.Core.Tests.Venues.Conformance;

/// <summary>What every venue's adapter must do, on recorded and damaged bodies. A venue has a class that names its bodies.</summary>
public abstract partial class VenueSuite(string code)
{
    private const int DamagedBodies = 1_500;

    public string Code => code;

    protected IVenue Venue { get; } = VenueCatalog.Find(code)!;

    /// <summary>A small body in the shape of the call, written by hand, with at least two levels a side.</summary>
    protected abstract string Sample { get; }

    /// <summary>Sequence and time of the sample.</summary>
    protected abstract (long? Sequence, string? Time) SampleFacts { get; }

    /// <summary>Path and query of the request for the first of the spellings.</summary>
    protected abstract string BookCall { get; }

    protected abstract IReadOnlyList<RecordedBook> Books { get; }

    protected abstract IReadOnlyList<RecordedError> Errors { get; }

    protected abstract IReadOnlyList<RecordedListing> Listings { get; }

    protected abstract IReadOnlyList<Spelling> Spellings { get; }

    /// <summary>Where the levels are, for the independent reading.</summary>
    protected virtual Sides Find(JsonElement root) => Sides.Of(root);

    [Fact]
    public void Every_recorded_book_equals_an_independent_reading()
    {
        Fixtures.Require();
        foreach (var recorded in Books)
        {
            var body = Body(recorded);
            var outcome = Venue.ParseBook(body);
            Assert.True(outcome.TryGet(out var book, out var failure), $"{recorded.File}: {failure}");
            AssertEquals(body, book, recorded.File);
            Assert.Equal((recorded.File, recorded.Bids, recorded.Asks), (recorded.File, book.Bids.Count, book.Asks.Count));
            Assert.Equal((recorded.BestBid, recorded.BestAsk), (book.BestBid?.ToString(), book.BestAsk?.ToString()));
        }
    }

    [Fact]
    public void The_sample_is_read_with_its_sequence_and_time_and_with_the_promise_of_the_venue()
    {
        var body = Encoding.UTF8.GetBytes(Sample);
        var book = Venue.ParseBook(body).Value;
        AssertEquals(body, book, "sample");
        Assert.Equal(SampleFacts, (book.Sequence, book.VenueTime?.ToString("O", CultureInfo.InvariantCulture)));
        Assert.Equal((Venue.SendsWholeBook, Venue.SendsWholeBook), (book.Bids.IsWhole, book.Asks.IsWhole));
    }

    [Fact]
    public void A_body_truncated_anywhere_is_not_a_book_and_does_not_throw()
    {
        var body = Encoding.UTF8.GetBytes(Sample);
        for (var length = 0; length < body.Length; length++)
        {
            Assert.NotNull(Venue.ParseBook(body.AsSpan(0, length)).Failure);
        }
    }

    [Fact]
    public void Any_damaged_body_is_read_as_without_a_common_spelling_and_as_by_an_independent_reading()
    {
        var dice = new Dice(LongMode.Seed);
        var bodies = Books.Where(_ => Directory.Exists(Fixtures.Folder)).Select(Body).Where(body => body.Length < 20_000).Append(Encoding.UTF8.GetBytes(Sample)).ToList();
        for (var i = 0; i < DamagedBodies; i++)
        {
            var body = dice.Of(bodies);
            for (var times = dice.Below(4); times > 0; times--)
            {
                body = dice.OneIn(3) ? ByteMutator.Mutate(body, dice, bodies) : TokenMutator.Mutate(body, dice);
            }

            var outcome = Venue.ParseBook(body);
            var scattered = Venue.ParseBook(Scatter(body, dice));
            Assert.True(outcome.Failure?.Kind == scattered.Failure?.Kind, $"ORDERBOOK_SEED={LongMode.Seed} {outcome.Failure} against {scattered.Failure} of {Encoding.Latin1.GetString(body)}");
            if (outcome.Failure is null)
            {
                Assert.Equal(BookCodec.Encode(scattered.Value), BookCodec.Encode(outcome.Value));
                AssertEquals(body, outcome.Value, Encoding.Latin1.GetString(body));
            }
        }
    }

    [Fact]
    public void Errors_have_the_right_kind_and_the_venues_words()
    {
        Fixtures.Require();
        foreach (var (file, status, kind) in Errors)
        {
            var body = Fixtures.Read(file);
            var failure = status is { } code ? Venue.ReadRefusal(code, null, DateTimeOffset.UnixEpoch, body) : Venue.ParseBook(body).Failure!;
            Assert.Equal((file, kind, status), (file, failure.Kind, failure.HttpStatus));
            Assert.True(failure.Message.Length > 3, file);
            Assert.True(status is not null || Venue.ParseListing(body).Failure!.Kind == kind, file);
        }
    }

    [Theory]
    [InlineData(418, FailureKind.Banned)]
    [InlineData(420, FailureKind.RateLimited)]
    [InlineData(429, FailureKind.RateLimited)]
    [InlineData(451, FailureKind.GeoBlocked)]
    [InlineData(403, FailureKind.GeoBlocked)]
    [InlineData(500, FailureKind.ServerError)]
    [InlineData(503, FailureKind.ServerError)]
    [InlineData(408, FailureKind.VenueBusy)]
    [InlineData(400, FailureKind.Refused)]
    public void A_page_of_a_proxy_means_what_its_status_means(int status, FailureKind kind)
    {
        foreach (var page in (string[])["<html><head><title>x</title></head><body>cloud</body></html>", ""])
        {
            Assert.Equal(kind, Venue.ReadRefusal(status, null, DateTimeOffset.UnixEpoch, Encoding.UTF8.GetBytes(page)).Kind);
        }

        Assert.Equal(FailureKind.NotJson, Venue.ParseBook("<html>soon</html>"u8).Failure!.Kind);
    }

    [Fact]
    public void Recorded_listings_have_their_products_steps_and_minimums()
    {
        Fixtures.Require();
        foreach (var listing in Listings)
        {
            var body = listing.HasLines ? Encoding.UTF8.GetBytes($"[{string.Join(',', File.ReadAllLines(Path.Combine(Fixtures.Folder, listing.File)))}]") : Fixtures.Read(listing.File);
            Assert.True(Venue.ParseListing(body).TryGet(out var products, out var failure), $"{listing.File}: {failure}");
            Assert.Equal((listing.File, listing.Count), (listing.File, products.Count));
            Assert.Contains(listing.Product, products.Select(Show));
            Assert.All(products, product => Assert.Equal(product.Symbol, Venue.CanonicalProduct(product.Symbol)));
            Assert.All(products, product => Assert.True(Venue.PairOf(product.Symbol) is not { } pair || pair == product.Pair, Show(product)));
        }
    }

    [Fact]
    public void Products_have_one_spelling_and_their_pair_is_known_without_a_listing()
    {
        foreach (var spelling in Spellings)
        {
            Assert.All(spelling.Others.Append(spelling.Product), other => Assert.Equal(spelling.Product, Venue.CanonicalProduct(other)));
            Assert.Equal(spelling.NeedsListing ? null : spelling.Pair, Venue.PairOf(spelling.Product)?.ToString());
            Assert.True(Pair.TryParse(spelling.Pair, out var pair));
            Assert.Equal(spelling.Product, Venue.ProductOf(pair));
        }
    }

    [Fact]
    public void The_request_is_for_the_deepest_book_within_the_budget()
    {
        var request = Venue.BookRequest(Spellings[0].Product);
        Assert.Equal(BookCall, request.PathAndQuery);
        Assert.InRange(request.Weight, 1, Venue.BudgetPerMinute);
        Assert.InRange(Venue.ListingRequest.Weight, 1, Venue.BudgetPerMinute);
        Assert.Contains("a%26b", Venue.BookRequest("a&b").PathAndQuery, StringComparison.Ordinal);
        Assert.True(Venue.FallbackBookRequest("x") is not { } other || other.PathAndQuery != Venue.BookRequest("x").PathAndQuery);
        Assert.True(Venue.Facts.AsOf > new DateOnly(2026, 1, 1));
    }

    private static byte[] Body(RecordedBook recorded)
    {
        var body = Fixtures.Read(recorded.File);
        if (recorded.Rewrite is null)
        {
            return body;
        }

        using var json = JsonDocument.Parse(body);
        return Encoding.UTF8.GetBytes(recorded.Rewrite(json.RootElement));
    }

    private void AssertEquals(byte[] body, OrderBook book, string name)
    {
        var plain = PlainBook.TryRead(body, Find);
        Assert.True(plain is not null, $"no independent reading of {name}");
        AssertEquals(plain.Bids, book, book.Bids, $"bids of {name}");
        AssertEquals(plain.Asks, book, book.Asks, $"asks of {name}");
    }

    private static void AssertEquals(IReadOnlyList<PlainLevel> levels, OrderBook book, Ladder ladder, string name)
    {
        Assert.True(levels.Count == ladder.Count, $"{ladder.Count} instead of {levels.Count} {name}");
        var (total, expected) = (BigInteger.Zero, BigInteger.Zero);
        for (var i = 0; i < levels.Count; i++)
        {
            var (price, quantity) = levels[i].At(book.PriceScale, book.QuantityScale);
            Assert.True(price == ladder.Prices[i] && quantity == ladder.Quantities[i], $"level {i + 1} of the {name}");
            total += (BigInteger)ladder.Prices[i] * ladder.Quantities[i];
            expected += price * quantity;
        }

        Assert.Equal(expected, total);
    }

    private static string Show(Product product) =>
        $"{product.Symbol} {product.Pair} {product.Status} {product.PriceStep?.ToString() ?? "-"} {product.QuantityStep?.ToString() ?? "-"} {product.QuantityMin?.ToString() ?? "-"} {product.NotionalMin?.ToString() ?? "-"}";

    // White space of different lengths between the tokens, so that no two levels are spelled alike.
    private static byte[] Scatter(byte[] body, Dice dice)
    {
        var scattered = new List<byte>(body.Length * 2);
        var isText = false;
        for (var i = 0; i < body.Length; i++)
        {
            scattered.Add(body[i]);
            isText ^= body[i] == '"' && !IsEscaped(body, i);
            if (!isText && body[i] is (byte)',' or (byte)':')
            {
                scattered.AddRange(Enumerable.Repeat((byte)' ', isText ? 0 : dice.Below(4)));
            }
        }

        return [.. scattered];
    }

    private static bool IsEscaped(byte[] body, int at)
    {
        var backslashes = 0;
        while (at - backslashes > 0 && body[at - backslashes - 1] == '\\')
        {
            backslashes++;
        }

        return backslashes % 2 == 1;
    }
}
