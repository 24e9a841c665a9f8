using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OrderBookSilo.Core.Books;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>
/// An independent reading of a book's JSON, using the library's document and big integers, simple and slow. It reports every
/// defect, because which of several a reader meets first is not specified.
/// </summary>
internal sealed class BookReading
{
    private const int DepthMax = 16;
    private const int EscapedNumberMax = 6 * DecimalText.LengthMax;
    private const int RangeExponent = 19;
    private const int RangeDigits = 37;
    private const int WideDecimals = 28;
    private const int OrderIdLength = 36;

    private readonly HashSet<FailureKind> defects = [];
    private readonly Dictionary<string, int> counts = [];
    private bool hasOtherThanOrders;
    private (int Price, int Quantity) scales;

    private BookReading()
    {
    }

    public IReadOnlySet<FailureKind> Defects => defects;

    public List<(PlainNumber Price, PlainNumber Quantity)> Bids { get; } = [];

    public List<(PlainNumber Price, PlainNumber Quantity)> Asks { get; } = [];

    /// <summary>Whether a side has the 50 rows that were all Coinbase once sent, orders counted before they are added up to levels.</summary>
    public bool MayBeCutAt50 { get; private set; }

    public long? Sequence { get; private set; }

    public string? TimeText { get; private set; }

    /// <summary>The contents of these bytes; null where they are not JSON, or JSON with strings that are not valid text.</summary>
    public static BookReading? TryRead(byte[] body, bool isCoinbase)
    {
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = DepthMax });
            var reading = new BookReading();
            reading.Read(json.RootElement, isCoinbase);
            return reading;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private void Read(JsonElement root, bool isCoinbase)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            defects.Add(FailureKind.WrongShape);
            return;
        }

        foreach (var property in root.EnumerateObject())
        {
            Read(property, isCoinbase);
        }

        if (!counts.ContainsKey("bids") && !counts.ContainsKey("asks"))
        {
            // The venue's own error, if there is one.
            defects.UnionWith([FailureKind.WrongShape, FailureKind.UnknownProduct, FailureKind.RateLimited, FailureKind.VenueBusy, FailureKind.Refused]);
        }
        else if (!counts.ContainsKey("bids") || !counts.ContainsKey("asks"))
        {
            defects.Add(FailureKind.WrongShape);
        }

        MayBeCutAt50 = Bids.Count == 50 || Asks.Count == 50;
        FindLevelDefects(isCoinbase && !hasOtherThanOrders);
    }

    private void Read(JsonProperty property, bool isCoinbase)
    {
        string[] known = isCoinbase ? ["bids", "asks", "sequence", "time", "auction_mode"] : ["bids", "asks", "lastUpdateId"];
        if (known.FirstOrDefault(name => property.NameEquals(name)) is not { } name)
        {
            return;
        }

        counts[name] = counts.GetValueOrDefault(name) + 1;
        if (counts[name] > 1)
        {
            defects.Add(FailureKind.WrongShape);
        }

        switch (name)
        {
            case "bids":
                ReadSide(property.Value, Bids);
                break;
            case "asks":
                ReadSide(property.Value, Asks);
                break;
            case "time":
                TimeText = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
                break;
            case "auction_mode" when property.Value.ValueKind == JsonValueKind.True:
                defects.Add(FailureKind.Auction);
                break;
            case "auction_mode" when property.Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null):
                defects.Add(FailureKind.WrongShape);
                break;
            case "sequence" or "lastUpdateId":
                Sequence = property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out var number) ? number : null;
                break;
        }
    }

    private void ReadSide(JsonElement side, List<(PlainNumber Price, PlainNumber Quantity)> levels)
    {
        if (side.ValueKind != JsonValueKind.Array)
        {
            defects.Add(FailureKind.WrongShape);
            return;
        }

        var (prices, quantities) = (new List<PlainNumber>(), new List<PlainNumber>());
        foreach (var level in side.EnumerateArray())
        {
            hasOtherThanOrders |= !IsOrder(level);
            var numbers = level.ValueKind == JsonValueKind.Array ? level.EnumerateArray().Take(2).Select(ReadNumber).ToList() : [];
            if (numbers.Count < 2)
            {
                defects.Add(FailureKind.WrongShape);
            }
            else if (numbers is [{ } price, { } quantity])
            {
                levels.Add((price, quantity));
            }

            prices.AddRange(numbers.Take(1).OfType<PlainNumber>());
            quantities.AddRange(numbers.Skip(1).OfType<PlainNumber>());
        }

        if (!HaveOneScale(prices) || !HaveOneScale(quantities))
        {
            defects.Add(FailureKind.OutOfRange);
        }
    }

    private static bool IsOrder(JsonElement level) =>
        level.ValueKind == JsonValueKind.Array && level.GetArrayLength() > 2 && level[2].ValueKind == JsonValueKind.String
        && JsonMarshal.GetRawUtf8Value(level[2]).Length == OrderIdLength + 2;

    // A column has the scale of its finest number, which may be in an invalid level.
    private static bool HaveOneScale(List<PlainNumber> numbers)
    {
        var scale = numbers.Select(number => number.Decimals).DefaultIfEmpty().Max();
        return numbers.TrueForAll(number => BigInteger.Abs(number.At(scale)) <= Int128.MaxValue);
    }

    private PlainNumber? ReadNumber(JsonElement element)
    {
        if (element.ValueKind is not (JsonValueKind.Number or JsonValueKind.String))
        {
            defects.Add(FailureKind.WrongShape);
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(element);
        var inner = element.ValueKind == JsonValueKind.String ? raw[1..^1] : raw;
        var isEscaped = inner.Contains((byte)'\\');
        var text = isEscaped ? element.GetString()! : Encoding.Latin1.GetString(inner);
        var number = isEscaped && inner.Length > EscapedNumberMax ? null : PlainNumber.TryParse(text);
        if (number is null)
        {
            defects.Add(FailureKind.BadNumber);
        }
        else if (!number.Value.Fits)
        {
            defects.Add(FailureKind.OutOfRange);
            return null;
        }

        return number;
    }

    private void FindLevelDefects(bool areOrders)
    {
        var all = Bids.Concat(Asks).ToList();
        scales = (all.Select(level => level.Price.Decimals).DefaultIfEmpty().Max(), all.Select(level => level.Quantity.Decimals).DefaultIfEmpty().Max());
        foreach (var (side, isAscending) in new[] { (Bids, false), (Asks, true) })
        {
            if (side.Count > OrderBook.LevelsMax)
            {
                defects.Add(FailureKind.TooManyLevels);
            }

            if (side.Exists(level => level.Price.Mantissa.Sign <= 0 || level.Quantity.Mantissa.Sign <= 0))
            {
                defects.Add(FailureKind.NotPositive);
            }

            if (areOrders)
            {
                AddUp(side, isAscending);
            }

            for (var i = 1; i < side.Count; i++)
            {
                var order = side[i].Price.CompareTo(side[i - 1].Price) * (isAscending ? 1 : -1);
                if (order <= 0)
                {
                    defects.Add(order == 0 ? FailureKind.DuplicatePrice : FailureKind.Unsorted);
                }
            }
        }

        if (Bids.Count == 0 && Asks.Count == 0)
        {
            defects.Add(FailureKind.Empty);
        }
        else if (Bids.Count > 0 && Asks.Count > 0 && Bids[0].Price.CompareTo(Asks[0].Price) >= 0)
        {
            defects.Add(FailureKind.Crossed);
        }

        FindRangeDefects();
    }

    // One level per price, best first.
    private static void AddUp(List<(PlainNumber Price, PlainNumber Quantity)> side, bool isAscending)
    {
        var levels = side.GroupBy(order => order.Price, order => order.Quantity)
            .Select(price => (price.Key, price.Aggregate((sum, quantity) => sum + quantity)))
            .OrderBy(level => level.Key)
            .ToList();
        side.Clear();
        side.AddRange(isAscending ? levels : Enumerable.Reverse(levels));
    }

    private void FindRangeDefects()
    {
        var (priceScale, quantityScale) = scales;
        var amountLimit = BigInteger.Pow(10, Math.Min(RangeDigits, RangeExponent + priceScale + quantityScale));
        foreach (var side in new[] { Bids, Asks })
        {
            var scaled = side.Select(level => (Price: level.Price.At(priceScale), Quantity: level.Quantity.At(quantityScale))).ToList();
            var isWide = scaled.Exists(level => level.Price > long.MaxValue || level.Quantity > long.MaxValue);
            var isTooLarge = scaled.Exists(level => level.Price >= BigInteger.Pow(10, RangeExponent + priceScale) || BigInteger.Abs(level.Price) > Int128.MaxValue || BigInteger.Abs(level.Quantity) > Int128.MaxValue)
                || (isWide && priceScale + quantityScale > WideDecimals);
            var quantities = scaled.Aggregate(BigInteger.Zero, (sum, level) => sum + level.Quantity);
            var amounts = scaled.Aggregate(BigInteger.Zero, (sum, level) => sum + (level.Price * level.Quantity));
            if (isTooLarge || quantities >= BigInteger.Pow(10, RangeExponent + quantityScale) || amounts >= amountLimit)
            {
                defects.Add(FailureKind.OutOfRange);
            }
        }
    }
}

/// <summary>mantissa × 10^-decimals, without trailing zeros and with at least zero decimals.</summary>
internal readonly record struct PlainNumber(BigInteger Mantissa, int Decimals) : IComparable<PlainNumber>
{
    private const int ExponentDigitsMax = 4;

    /// <summary>Whether it is a possible price or quantity.</summary>
    public bool Fits => Decimals <= OrderBook.ScaleMax && BigInteger.Abs(Mantissa) <= Int128.MaxValue;

    /// <summary>[-]digits[.digits][e[±]digits], at most 64 characters; null for anything else.</summary>
    public static PlainNumber? TryParse(string text)
    {
        var match = text.Length > DecimalText.LengthMax ? null : NumberPattern.Decimal().Match(text);
        if (match is not { Success: true } || match.Groups["exponent"].Length > ExponentDigitsMax)
        {
            return null;
        }

        var fraction = match.Groups["fraction"].Value;
        var mantissa = BigInteger.Parse(match.Groups["whole"].Value + fraction, CultureInfo.InvariantCulture);
        var exponent = match.Groups["exponent"].Success ? int.Parse(match.Groups["exponent"].Value, CultureInfo.InvariantCulture) : 0;
        return Of(match.Groups["minus"].Success ? -mantissa : mantissa, fraction.Length - (match.Groups["negative"].Success ? -exponent : exponent));
    }

    public static PlainNumber operator +(PlainNumber one, PlainNumber other)
    {
        var scale = Math.Max(one.Decimals, other.Decimals);
        return Of(one.At(scale) + other.At(scale), scale);
    }

    public BigInteger At(int scale) => Mantissa * BigInteger.Pow(10, Math.Max(0, scale - Decimals));

    public int CompareTo(PlainNumber other) => At(Math.Max(Decimals, other.Decimals)).CompareTo(other.At(Math.Max(Decimals, other.Decimals)));

    private static PlainNumber Of(BigInteger mantissa, int decimals)
    {
        if (mantissa.IsZero)
        {
            return default;
        }

        while (decimals > 0 && (mantissa % 10).IsZero)
        {
            (mantissa, decimals) = (mantissa / 10, decimals - 1);
        }

        return decimals >= 0 ? new PlainNumber(mantissa, decimals) : new PlainNumber(mantissa * BigInteger.Pow(10, -decimals), 0);
    }
}
