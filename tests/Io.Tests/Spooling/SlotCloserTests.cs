using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Pulls;

namespace OrderBookSilo.Io.Tests.Spooling;

/// <summary>Past slots get their outcome even if something is wrong with one of them.</summary>
public sealed class SlotCloserTests
{
    [Fact]
    public async Task A_slot_whose_facts_are_refused_is_left_to_the_audit_and_later_ones_are_closed()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await world.Database.ExecuteAsync("ALTER TABLE fact_book ADD CONSTRAINT no_poison CHECK (sequence <> 13)");
        var refused = world.Slot;
        await ArchiveOnlyAsync(world, sequence: 13);
        world.Clock.Advance(SpoolWorld.Hour * 2);
        await ArchiveOnlyAsync(world, sequence: 14);
        world.Clock.Advance(SpoolWorld.Hour);

        var closed = await world.CloseAsync();

        Assert.Equal((1, refused.Next), (closed.Finished, Assert.Single(closed.Gaps)));
        var failed = Assert.Single(closed.Failed);
        Assert.Equal(refused, failed.Slot);
        Assert.Contains("no_poison", failed.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["14"], await world.Database.RowsAsync("SELECT sequence FROM fact_book"));
    }

    [Fact]
    public async Task After_its_maximum_of_slots_a_call_returns_where_to_continue_even_if_some_stay_open()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await world.Database.ExecuteAsync("ALTER TABLE fact_book ADD CONSTRAINT no_poison CHECK (sequence <> 13)");
        var first = world.Slot;
        await ArchiveOnlyAsync(world, sequence: 13);
        world.Clock.Advance(SpoolWorld.Hour * (SlotCloser.SlotsMax + 5));

        var closed = await world.CloseAsync();
        var rest = await world.Closer.CloseAsync(SpoolWorld.Market, SpoolWorld.Pair, closed.Next!.Value, world.Slot, CancellationToken.None);

        Assert.Equal(first.Start + (SpoolWorld.Hour * SlotCloser.SlotsMax), closed.Next);
        Assert.Equal((SlotCloser.SlotsMax - 1, 1), (closed.Gaps.Count, closed.Failed.Count));
        Assert.Equal((5, 0), (rest.Gaps.Count, rest.Failed.Count));
        Assert.Null(rest.Next);
    }

    // Like a silo that died between archive and warehouse.
    private static async Task ArchiveOnlyAsync(SpoolWorld world, int sequence)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(
            $$"""{"bids":[["100.5","2",1]],"asks":[["101","0.5",1]],"sequence":{{sequence}},"auction_mode":false,"auction":null,"time":"2026-11-22T10:05:01.5Z"}""");
        world.Venues.Simulator.Pin("coinbase", "BTC-USD", body);
        var fetched = await world.Venues.Fetcher.FetchBookAsync(SpoolWorld.Market, SpoolWorld.Hour, RequestPriority.First, CancellationToken.None);
        await world.Archive.StoreAsync(fetched.Outcome.Value, CancellationToken.None);
    }
}
