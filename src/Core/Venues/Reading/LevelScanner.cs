using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// Parses levels in their compact spelling directly into columns, as far as they have it; the general reader does the rest.
/// </summary>
internal static class LevelScanner
{
    /// <summary>
    /// Appends the levels that start here, after a comma unless it is the array's first; returns the number of bytes up to the
    /// end of the last one, or 0.
    /// </summary>
    public static int Scan(ReadOnlySpan<byte> text, bool isFirst, LevelColumns columns)
    {
        var start = isFirst ? 0 : 1;
        if (text.Length < LevelText.BytesNeeded || text[start] != '[' || (!isFirst && text[0] != ',') || !HaveScale(columns))
        {
            return 0;
        }

        var consumed = 0;
        while (columns.Count < OrderBook.LevelsMax && ScanRun(text[start..], columns) is var length and > 0)
        {
            consumed = start + length;
            if (text[consumed] != ',')
            {
                break;
            }

            start = consumed + 1;
        }

        return consumed;
    }

    private static bool HaveScale(LevelColumns columns) =>
        columns.Prices.TryWiden(LevelText.Scale) && columns.Prices.Scale == LevelText.Scale
        && columns.Quantities.TryWiden(LevelText.Scale) && columns.Quantities.Scale == LevelText.Scale;

    /// <summary>Parses as many levels as fit without growing the columns.</summary>
    private static unsafe int ScanRun(ReadOnlySpan<byte> text, LevelColumns columns)
    {
        var prices = columns.Prices.FreeSpace();
        var quantities = columns.Quantities.FreeSpace();
        var free = Math.Min(Math.Min(prices.Length, quantities.Length), OrderBook.LevelsMax - columns.Count);
        var level = new LevelText();
        var count = 0;
        var consumed = 0;
        fixed (byte* first = text)
        fixed (long* firstPrice = prices)
        fixed (long* firstQuantity = quantities)
        {
            var price = firstPrice;
            var priceEnd = firstPrice + free;
            var quantity = firstQuantity;
            var start = first;
            var end = first + text.Length;
            var isLevel = true;
            while (isLevel && end - start >= LevelText.BytesNeeded && price < priceEnd)
            {
                // A block mostly contains two levels; reading both from one load halves the waiting for the next load.
                var block = CharBlock.Load(start);
                while (true)
                {
                    var length = block.LevelLength;
                    if (!level.TryRead(start, block, out *price, out *quantity))
                    {
                        isLevel = false;
                        break;
                    }

                    unchecked
                    {
                        price++;
                        quantity++;
                        start += length;
                    }

                    isLevel = start[-1] == ',';
                    if (!isLevel || !block.HasAnother || price == priceEnd)
                    {
                        break;
                    }

                    block = block.Behind(length);
                }
            }

            count = (int)(price - firstPrice);
            consumed = count == 0 ? 0 : (int)(start - first) - 1;
        }

        columns.Prices.Commit(count, level.PriceDecimals);
        columns.Quantities.Commit(count, level.QuantityDecimals);
        return consumed;
    }
}
