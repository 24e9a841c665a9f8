using System.Numerics;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>Describes what is wrong with the result of an input; null when nothing is.</summary>
internal static class Judge
{
    private static readonly int[] Statuses = [400, 403, 404, 418, 429, 451, 500, 503, 504, 600];

    public static string? Of(FuzzTarget target, byte[] input, Dice dice) => target switch
    {
        FuzzTarget.CoinbaseBook => Book(VenueCatalog.Find("coinbase")!, input),
        FuzzTarget.BinanceBook => Book(VenueCatalog.Find("binance")!, input),
        FuzzTarget.CoinbaseListing => Listing(VenueCatalog.Find("coinbase")!, input),
        FuzzTarget.BinanceListing => Listing(VenueCatalog.Find("binance")!, input),
        FuzzTarget.Refusal => Refusal(dice.Of(VenueCatalog.All), dice.Of(Statuses), input),
        _ => Codec(input),
    };

    private static string? Book(IVenue venue, byte[] input)
    {
        var bounds = Bounds.Begin(input.Length);
        var outcome = venue.ParseBook(input);
        if (bounds.FindExcess() is { } excess)
        {
            return excess;
        }

        var reading = BookReading.TryRead(input, venue.Code == "coinbase");
        if (!outcome.TryGet(out var book, out var failure))
        {
            return FindUnjust(reading, failure);
        }

        return reading is null ? "a book from invalid JSON"
            : reading.Defects.Count > 0 ? $"a book in spite of {string.Join(", ", reading.Defects)}"
            : FindDifference(book, reading, venue);
    }

    private static string? FindUnjust(BookReading? reading, PullFailure failure) =>
        failure.Message.Length is 0 or > PullFailure.MessageLengthMax ? $"a message of {failure.Message.Length} characters"
        : reading is null || reading.Defects.Contains(failure.Kind) ? null
        : reading.Defects.Count == 0 ? $"a sound book was refused: {failure}"
        : $"{failure}, but what is wrong is {string.Join(", ", reading.Defects)}";

    private static string? FindDifference(OrderBook book, BookReading reading, IVenue venue) =>
        FindDifference("bid", book, book.Bids, reading.Bids)
        ?? FindDifference("ask", book, book.Asks, reading.Asks)
        ?? (book.Sequence == reading.Sequence ? null : $"sequence {book.Sequence}, not {reading.Sequence}")
        ?? (book.VenueTime == TimeOf(reading.TimeText) ? null : $"time {book.VenueTime:O}, not {reading.TimeText}")
        ?? (book.DepthComplete == (venue.Code == "coinbase" && !reading.MayBeCutAt50) ? null : "only coinbase promises whole books, and not of 50 levels")
        ?? FindCodecLoss(book);

    private static string? FindDifference(string side, OrderBook book, Ladder ladder, List<(PlainNumber Price, PlainNumber Quantity)> levels)
    {
        if (ladder.Count != levels.Count)
        {
            return $"{ladder.Count} {side} levels, not {levels.Count}";
        }

        for (var i = 0; i < ladder.Count; i++)
        {
            if (levels[i].Price.At(book.PriceScale) != ladder.Prices[i] || levels[i].Quantity.At(book.QuantityScale) != ladder.Quantities[i]
                || levels[i].Price.Decimals > book.PriceScale || levels[i].Quantity.Decimals > book.QuantityScale)
            {
                return $"{side} level {i + 1} is {book.LevelOf(ladder, i)}, not {levels[i]}";
            }
        }

        return null;
    }

    private static DateTimeOffset? TimeOf(string? text)
    {
        var match = NumberPattern.Time().Match(text ?? "");
        if (!match.Success)
        {
            return null;
        }

        var fraction = match.Groups["fraction"].Value;
        var cut = fraction.Length <= 7 ? text! : text!.Replace($".{fraction}", $".{fraction[..7]}", StringComparison.Ordinal);
        return DateTimeOffset.TryParse(cut, System.Globalization.CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    private static string? Listing(IVenue venue, byte[] input)
    {
        var bounds = Bounds.Begin(input.Length);
        var outcome = venue.ParseListing(input);
        if (bounds.FindExcess() is { } excess)
        {
            return excess;
        }

        if (!outcome.TryGet(out var products, out _))
        {
            return null;
        }

        using var json = JsonDocument.Parse(input);
        var (array, names) = venue.Code == "coinbase"
            ? (json.RootElement, ("id", "base_currency", "quote_currency"))
            : (json.RootElement.GetProperty("symbols"), ("symbol", "baseAsset", "quoteAsset"));
        var listed = array.EnumerateArray().GetEnumerator();
        return products.Count == 0 ? "a listing of nothing" : products.Select(product => FindMisreading(product, ref listed, names)).FirstOrDefault(wrong => wrong is not null);
    }

    private static string? FindMisreading(Product product, ref JsonElement.ArrayEnumerator listed, (string Symbol, string Base, string Quote) names)
    {
        while (listed.MoveNext())
        {
            var pair = (TextOf(listed.Current, names.Base)?.ToUpperInvariant(), TextOf(listed.Current, names.Quote)?.ToUpperInvariant());
            if (TextOf(listed.Current, names.Symbol) == product.Symbol && pair == (product.Pair.Base.Code, product.Pair.Quote.Code))
            {
                var rules = new[] { product.PriceStep, product.QuantityStep, product.QuantityMin, product.NotionalMin, product.QuantityMax, product.NotionalMax };
                return rules.Any(rule => rule is { IsPositive: false }) ? $"{product} has a rule that is not positive" : null;
            }
        }

        return $"{product.Symbol} of {product.Pair} is not listed, or not in this order";
    }

    // Null also for a string that is not valid text, which may occur in a field that nothing reads.
    private static string? TextOf(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Refusal(IVenue venue, int status, byte[] input)
    {
        var bounds = Bounds.Begin(input.Length);
        var failure = venue.ReadRefusal(status, null, DateTimeOffset.UnixEpoch, input);
        return bounds.FindExcess()
            ?? (failure.Message.Length is 0 or > PullFailure.MessageLengthMax ? $"a message of {failure.Message.Length} characters" : null)
            ?? (failure.Message.AsSpan().ContainsAny('\r', '\n') ? "a message of several lines" : null)
            ?? (failure.HttpStatus != status ? "another status" : null);
    }

    private static string? Codec(byte[] input)
    {
        var bounds = Bounds.Begin(input.Length);
        var isBook = BookCodec.TryDecode(input, out var book);
        if (bounds.FindExcess() is { } excess)
        {
            return excess;
        }

        return !isBook ? (book is null ? null : "accepted an invalid book")
            : FindUnsound(book!) ?? (BookCodec.Encode(book!).AsSpan().SequenceEqual(input) ? null : "its bytes differ from the input");
    }

    private static string? FindCodecLoss(OrderBook book)
    {
        var bytes = BookCodec.Encode(book);
        return BookCodec.TryDecode(bytes, out var back) && BookCodec.Encode(back!).AsSpan().SequenceEqual(bytes) ? null : "the codec loses it";
    }

    private static string? FindUnsound(OrderBook book)
    {
        var amountLimit = BigInteger.Pow(10, Math.Min(37, 19 + book.PriceScale + book.QuantityScale));
        foreach (var (ladder, direction) in new[] { (book.Bids, -1), (book.Asks, 1) })
        {
            BigInteger amount = 0;
            for (var i = 0; i < ladder.Count; i++)
            {
                amount += (BigInteger)ladder.Prices[i] * ladder.Quantities[i];
                if (ladder.Prices[i] <= 0 || ladder.Quantities[i] <= 0 || (i > 0 && ladder.Prices[i].CompareTo(ladder.Prices[i - 1]) != direction))
                {
                    return $"level {i + 1} is not positive or not in order";
                }
            }

            if (amount >= amountLimit)
            {
                return "its value exceeds the range";
            }
        }

        return book.Bids.Count + book.Asks.Count == 0 ? "it is empty"
            : book.BestBid is { } bid && book.BestAsk is { } ask && bid >= ask ? "it is crossed"
            : book.PriceScale is < 0 or > OrderBook.ScaleMax || book.QuantityScale is < 0 or > OrderBook.ScaleMax ? "its scales do not fit"
            : null;
    }
}
