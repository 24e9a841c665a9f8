using System.Globalization;
using System.Numerics;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation.Checks;

/// <summary>What must hold for the stored splits, by what the world knows of its venues.</summary>
internal sealed class SplitInvariants(SimulatedWarehouse warehouse, Witness witness, RunSettings settings)
{
    private static readonly Pair Quoted = new(RunSettings.SplitAsset, SimulatedAsset.Currency);

    /// <summary>Splits are mended for books that are stored at most this many slots later.</summary>
    private const int MendedSlots = 40;

    /// <summary>More than every quotient that is rounded at 18 decimals, and less than a figure that anybody sees.</summary>
    private static readonly Exact RoundingMax = Exact.FromScaled(1, 9);

    public void Check()
    {
        for (var slot = Slot.Containing(settings.From, settings.Schedule.SlotLength); slot.End <= settings.To; slot = slot.Next)
        {
            var stored = warehouse.Splits.Stored.GetValueOrDefault(slot.Start);
            CheckCounted(slot, stored);
            foreach (var split in stored?.Splits ?? [])
            {
                CheckSums(slot, split);
                CheckPrices(slot, split);
                foreach (var leg in split.Split?.Legs ?? [])
                {
                    CheckTrades(slot, leg, stored!.StoredAs);
                    CheckOrders(slot, leg);
                }
            }
        }
    }

    // A slot with a book has its splits, of all the books that were received in time, whenever they were stored.
    private void CheckCounted(Slot slot, StoredSplits? stored)
    {
        var books = new[] { true, false }.SelectMany(isOwn => CountedBooks.BooksOf(warehouse, settings, slot, isOwn));
        var latest = books.Select(book => RowsOf(book.Capture.Market, slot).StoredAt).DefaultIfEmpty(slot.Start).Max();
        var isQuoted = warehouse.Known.Any(known => settings.Pairs[known.Key] == Quoted && known.Value.ActiveFrom < slot.End);
        var isMended = isQuoted && latest < slot.Start + (slot.Length * MendedSlots) && latest < settings.To;
        if (isMended && CountedBooks.Of(warehouse, settings, slot) is { } counted)
        {
            Expect(
                stored is not null && stored.Splits[0].Books == counted.Books && stored.Splits[0].NewestBookAt == counted.Newest && stored.Splits.Count == 2,
                $"{slot}: {counted.Books} books count, the splits {(stored is null ? "do not exist" : $"say {stored.Splits[0].Books}")}");
        }
    }

    private void CheckSums(Slot slot, SlotSplit of)
    {
        Expect(!of.Excluded.Any(left => left.Reason == SplitExclusion.NoFee), $"{slot}: a market without its fee");
        if (of.Split is not { } split)
        {
            return;
        }

        var quantity = split.Legs.Aggregate(Exact.Zero, (sum, leg) => sum + leg.Quantity);
        var amount = split.Legs.Aggregate(Exact.Zero, (sum, leg) => sum + leg.Amount);
        Expect(quantity == split.Quantity, $"{slot}: the legs' quantities add up to {quantity}, the split says {split.Quantity}");
        Expect(IsNear(amount, split.Amount), $"{slot}: the legs' amounts add up to {amount}, the split says {split.Amount}");
        Expect(!split.Complete || IsNear(amount, of.Order.Amount), $"{slot}: the legs' amounts add up to {amount}, the order is {of.Order.Amount}");
    }

    // No leg where the venue had halted trading, or where the book had stood still over three slots that were stored by then.
    private void CheckTrades(Slot slot, SplitLeg leg, long storedAs)
    {
        var source = settings.Sources[leg.Market];
        var book = BookOf(leg.Market, slot)!;
        Expect(!source.IsHaltedAt(book.Capture.ReceivedAt), $"{leg.Market} {slot}: a leg although trading was halted");
        Slot[] earlier = [slot.Previous, slot.Previous.Previous];
        var isStill = Array.TrueForAll(earlier, at =>
            BookOf(leg.Market, at) is { } before && RowsOf(leg.Market, at).StoredAs < storedAs && SentOf(before).Sequence == SentOf(book).Sequence);
        Expect(!isStill, $"{leg.Market} {slot}: a leg although the book had stood still over three slots");
    }

    // Of the markets whose mids can be compared, two or more outvote the one that is another coin; of two neither is believed.
    private void CheckPrices(Slot slot, SlotSplit of)
    {
        if (settings.OtherCoin is not { } other)
        {
            return;
        }

        var markets = settings.Pairs.Where(market => market.Value.Base == RunSettings.SplitAsset).Select(market => market.Key);
        var deadline = CountedBooks.DeadlineOf(warehouse, settings, slot);
        var compared = markets.Where(market => BookOf(market, slot) is { } book && book.Capture.ReceivedAt <= deadline && SentOf(book).IsTwoSided
            && !of.Excluded.Any(left => left.Market == market && left.Reason != SplitExclusion.PriceApart)).ToList();
        if (!compared.Contains(other) || compared.Count == 1)
        {
            return;
        }

        var legs = of.Split?.Legs ?? [];
        var seen = $"compared {string.Join(", ", compared)}; left out {string.Join(", ", of.Excluded.Select(left => $"{left.Market} {left.Reason}"))}";
        Expect(!legs.Any(leg => leg.Market == other), $"{other} {slot}: a leg although it is another coin; {seen}");
        Expect(compared.Count > 2 || legs.Count == 0, $"{slot}: legs although two markets disagree; {seen}");
    }

    // The number of orders by integers alone.
    private void CheckOrders(Slot slot, SplitLeg leg)
    {
        var pair = settings.Pairs[leg.Market];
        var listed = settings.Sources[leg.Market].ListingAt(pair, slot.Start);
        var rules = new MarketRules(
            listed.QuantityStep, listed.QuantityMin, listed.NotionalMin, listed.QuantityMax, listed.NotionalMax, listed.Status, pair);
        var byQuantity = OrdersOf(leg.OrderQuantity, listed.QuantityMax!.Value);
        var expected = listed.NotionalMax is { } max ? BigInteger.Max(byQuantity, OrdersOf(leg.GrossAmount, max)) : byQuantity;
        var orders = rules.OrdersFor(leg.OrderQuantity, leg.GrossAmount);
        Expect(orders == expected, $"{leg.Market} {slot}: {leg.OrderQuantity} in {orders?.ToString(CultureInfo.InvariantCulture) ?? "an unknown number of"} orders, not {expected}");
    }

    private static BigInteger OrdersOf(Exact whole, Exact partMax)
    {
        var orders = BigInteger.DivRem(Units(whole), Units(partMax), out var rest);
        return rest.IsZero ? orders : orders + 1;
    }

    private static BigInteger Units(Exact value) => value.Mantissa * BigInteger.Pow(10, Exact.ScaleMax - value.Scale);

    private SentBook SentOf(Snapshot book) => settings.Sources[book.Capture.Market].Sent[book.Capture.Sha256];

    private Snapshot? BookOf(Market market, Slot slot) => warehouse.FindRows(market, slot.Start)?.Books.FirstOrDefault();

    private SlotRows RowsOf(Market market, Slot slot) => warehouse.RowsOf(market, slot);

    private static bool IsNear(Exact one, Exact other) => one - other < RoundingMax && other - one < RoundingMax;

    private void Expect(bool holds, string violation)
    {
        if (!holds)
        {
            witness.Report(violation);
        }
    }
}
