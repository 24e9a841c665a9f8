using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>Slots that have not begun or not ended by the database's own clock, and what a clock that was fast left in them.</summary>
public sealed class FutureSlotTests : StoreTest
{
    private static readonly Slot Present = Slot.Containing(TimeProvider.System.GetUtcNow(), Some.SlotLength);

    private static readonly Slot Later = Present.Next.Next;

    /// <summary>Stores that were never told the database's time, so that its statements ask for it.</summary>
    private TestStores Asking => new(Database.Source, new ClockOffset(new SharedTime(TimeProvider.System) { IsUnknown = true }, ClockLimit.Default, TimeProvider.System));

    [Fact]
    public async Task A_slot_that_has_not_ended_by_the_databases_clock_cannot_become_a_gap()
    {
        await Asking.Facts.RecordGapsAsync(Some.Market, [Present.Previous, Present, Later], Later.Start, None);

        Assert.Equal([$"{Present.Previous.Start.ToUnixTimeSeconds()}"], await Database.RowsAsync("SELECT extract(epoch FROM slot)::bigint FROM fact_gap"));
    }

    [Fact]
    public async Task A_book_of_a_slot_that_has_not_begun_is_refused()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Asking.Facts.CommitAsync(BookOf(Later), None));

        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    [Fact]
    public async Task The_latest_book_of_a_market_is_none_of_a_slot_to_come()
    {
        await Stores.Facts.CommitAsync(BookOf(Present), None);
        await Stores.Facts.CommitAsync(BookOf(Later), None);

        Assert.Equal(Present, (await Asking.Facts.FindBookAsync(Some.Market, null, None))?.Slot);
    }

    [Fact]
    public async Task The_audit_records_books_and_gaps_in_slots_to_come_until_they_are_gone()
    {
        var at = TimeProvider.System.GetUtcNow();
        await Stores.Facts.CommitAsync(BookOf(Present), None);
        await Stores.Facts.CommitAsync(BookOf(Later), None);
        await Stores.Facts.RecordGapsAsync(Some.Market, [Present.Previous, Later.Next], at, None);

        var found = await Asking.Audits.RecordFutureSlotsAsync(at, None);

        Assert.Equal([(Later, Some.ArchiveKey(BookOf(Later).Capture)), (Later.Next, "")], found.Select(of => (of.Slot, of.Finding.Key)));
        Assert.All(found, of => Assert.Equal(AuditFindingKind.FutureSlot, of.Finding.Kind));
        Assert.Empty(await Asking.Audits.RecordFutureSlotsAsync(at, None));

        // The audit of the slot itself sees nothing wrong in it.
        await Stores.Audits.SaveAuditAsync(Some.Market, Later, [], advances: true, at, None);
        Assert.Equal(2, (await Asking.Audits.ReadFindingsAsync(null, 10, None)).Count);

        await Database.ExecuteAsync("DELETE FROM fact_gap");
        await Asking.Audits.RecordFutureSlotsAsync(at, None);
        Assert.Equal(Later, Assert.Single(await Asking.Audits.ReadFindingsAsync(null, 10, None)).Slot);
    }

    private static Snapshot BookOf(Slot slot) => Some.Snapshot(capture: Some.Capture(slot: slot));
}
