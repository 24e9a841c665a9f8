using System.Globalization;
using OrderBookSilo.VenueSimulator.Books;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>How an exchange writes its numbers.</summary>
internal enum NumberFormat
{
    /// <summary>Without trailing zeros.</summary>
    Short,

    /// <summary>With all decimals of the product.</summary>
    Fixed,

    /// <summary>As Java prints floating-point numbers.</summary>
    Java,
}

/// <summary>
/// The text of a book around its numbers. <c>{orders}</c> stands for the number of a level's orders, <c>{s}</c>, <c>{ms}</c>, <c>{us}</c>
/// and <c>{text}</c> for the time, <c>{sequence}</c>, <c>{product}</c> and <c>{id}</c> for what they say.
/// </summary>
/// <param name="Head">Before the first side.</param>
/// <param name="Middle">Between the sides.</param>
/// <param name="Tail">After the second side.</param>
internal sealed record BookLayout(string Head, string Middle, string Tail)
{
    private const int BytesPerLevel = 90;

    public bool HasAsksFirst { get; init; }

    /// <summary>Before a level's price.</summary>
    public string Open { get; init; } = "[\"";

    /// <summary>Between price and quantity.</summary>
    public string Between { get; init; } = "\",\"";

    /// <summary>The same of an ask, where it differs.</summary>
    public string? BetweenOfAsk { get; init; }

    /// <summary>After the quantity.</summary>
    public string Close { get; init; } = "\"]";

    public string Separator { get; init; } = ",";

    public NumberFormat Prices { get; init; }

    public NumberFormat Quantities { get; init; }

    public byte[] Write(SimulatedBook book, int depth, string id)
    {
        var text = new Utf8Text((Math.Min(book.Bids.Count, depth) + Math.Min(book.Asks.Count, depth)) * BytesPerLevel + 400);
        text.Add(Fill(Head, book, id));
        AddSide(text, book, HasAsksFirst, depth, isFirstSide: true);
        text.Add(Fill(Middle, book, id));
        AddSide(text, book, !HasAsksFirst, depth, isFirstSide: false);
        return text.Add(Fill(Tail, book, id)).ToArray();
    }

    private void AddSide(Utf8Text text, SimulatedBook book, bool isAsks, int depth, bool isFirstSide)
    {
        var side = isAsks ? book.Asks : book.Bids;
        var close = Fill(Close, book, "");
        var between = isAsks ? BetweenOfAsk ?? Between : Between;

        // Rows of both sides in one array are separated like levels.
        var isContinued = !isFirstSide && Middle.Length == 0 && book.Bids.Count > 0;
        for (var i = 0; i < side.Count && i < depth; i++)
        {
            text.Add(i > 0 || isContinued ? Separator : "").Add(Open);
            Add(text, side.Prices[i], book.Market.PriceDecimals, Prices).Add(WithOrders(between, side.Orders[i]));
            if (i == 0 && !isAsks && book.FirstBidQuantity is { } quantity)
            {
                text.Add(quantity);
            }
            else
            {
                Add(text, side.Quantities[i], book.Market.QuantityDecimals, Quantities);
            }

            text.Add(WithOrders(close, side.Orders[i]));
        }
    }

    private static Utf8Text Add(Utf8Text text, long value, int decimals, NumberFormat format) => format switch
    {
        NumberFormat.Short => text.AddShort(value, decimals),
        NumberFormat.Fixed => text.AddFixed(value, decimals),
        _ => text.AddJava(value, decimals),
    };

    private static string WithOrders(string text, int orders) =>
        text.Contains('{', StringComparison.Ordinal) ? text.Replace("{orders}", orders.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) : text;

    private static string Fill(string text, SimulatedBook book, string id)
    {
        var ms = book.Time.ToUnixTimeMilliseconds();
        (string Place, string Value)[] values =
        [
            ("{s}", (ms / 1000).ToString(CultureInfo.InvariantCulture)),
            ("{ms}", ms.ToString(CultureInfo.InvariantCulture)),
            ("{us}", ms.ToString(CultureInfo.InvariantCulture) + "000"),
            ("{text}", book.Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss+00:00", CultureInfo.InvariantCulture)),
            ("{sequence}", book.Sequence.ToString(CultureInfo.InvariantCulture)),
            ("{product}", book.Market.Symbol),
            ("{id}", id),
        ];
        return values.Aggregate(text, (filled, value) => filled.Replace(value.Place, value.Value, StringComparison.Ordinal));
    }
}
