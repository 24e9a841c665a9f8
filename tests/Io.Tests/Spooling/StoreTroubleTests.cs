using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Spooling;

/// <summary>Pulls while PostgreSQL answers with errors that nobody foresaw: its trouble, until one entry alone is shown to be the cause.</summary>
public sealed class StoreTroubleTests
{
    private const int DiskKibibytes = 160 * 1024;
    private const int SlotsMax = 500;
    private static readonly TimeSpan Hour = SpoolWorld.Hour;

    [Fact]
    public async Task A_full_disk_of_PostgreSQL_loses_no_slot()
    {
        await using var server = await OwnPostgres.StartAsync(diskKibibytes: DiskKibibytes);
        await using var world = await SpoolWorld.CreateAsync(server: server);
        await world.CommitAsync();
        server.Disk.Fill();

        // New sessions need files of their own.
        world.Database.Source.Clear();
        var slots = 1;
        while (world.Spool.Look().Entries < 3)
        {
            world.Clock.Advance(Hour);
            Assert.NotNull((await world.PullAsync()).FindBook());
            Assert.InRange(slots++, 1, SlotsMax);
        }

        for (var tries = 0; tries < SpoolDrainer.TriesMax * 2; tries++)
        {
            var drained = await world.DrainAsync();
            Assert.Equal((0, 0, "warehouse"), (drained.Drained, drained.Quarantined.Count, drained.Unavailable?.Store));
        }

        server.Disk.MakeRoom();
        Assert.Equal(3, (await world.DrainAsync()).Drained);
        Assert.True(await world.CloseAsync() is { IsWaiting: false, Gaps.Count: 0 });
        Assert.Equal(Enumerable.Repeat("book|", slots), await world.OutcomesAsync());
        Assert.Equal(0, world.Spool.Look().Quarantined);
    }

    [Theory]
    [InlineData("XX000")]
    [InlineData("ZZ999")]
    [InlineData("22003")]
    public async Task An_error_that_all_entries_get_never_quarantines_one(string code)
    {
        await using var world = await SpoolWorld.CreateAsync();
        await RefuseAsync(world, code, "true");
        for (var slots = 0; slots < 3; slots++)
        {
            Assert.IsType<PullResult.Spooled>(await world.PullAsync());
            world.Clock.Advance(Hour);
        }

        for (var tries = 0; tries < SpoolDrainer.TriesMax * 2; tries++)
        {
            var drained = await world.DrainAsync();
            Assert.Equal((0, 0, "warehouse"), (drained.Drained, drained.Quarantined.Count, drained.Unavailable?.Store));
        }

        await world.Database.ExecuteAsync("DROP TRIGGER trouble ON fact_pull");
        Assert.Equal(3, (await world.DrainAsync()).Drained);
        Assert.Equal(["book|", "book|", "book|"], await world.OutcomesAsync());
    }

    [Theory]
    [InlineData("XX000")]
    [InlineData("22003")]
    public async Task An_entry_that_alone_gets_an_error_is_quarantined_while_others_are_accepted(string code)
    {
        await using var world = await SpoolWorld.CreateAsync();
        await RefuseAsync(world, code, $"NEW.slot = '{Some.Hour:u}'");
        Assert.IsType<PullResult.Spooled>(await world.PullAsync());
        for (var tries = 0; tries <= SpoolDrainer.TriesMax; tries++)
        {
            Assert.Empty((await world.DrainAsync()).Quarantined);
        }

        world.Clock.Advance(Hour);
        await world.PullAsync();
        var quarantined = Assert.Single((await world.DrainUntilProvenAsync()).Quarantined);

        Assert.Equal(Some.Hour, quarantined.Slot);
        Assert.Contains(code, quarantined.Reason, StringComparison.Ordinal);
        Assert.Equal(["book|"], await world.OutcomesAsync());
    }

    [Fact]
    public async Task Whatever_the_warehouse_answers_to_a_question_the_slot_is_fetched()
    {
        await using var world = await SpoolWorld.CreateAsync();
        await world.Database.ExecuteAsync("ALTER TABLE fact_book RENAME TO fact_gone");

        Assert.IsType<PullResult.Spooled>(await world.PullAsync());
        Assert.Equal(1, world.Requests);

        await world.Database.ExecuteAsync("ALTER TABLE fact_gone RENAME TO fact_book");
        await world.DrainAsync();
        Assert.Equal(["book|"], await world.OutcomesAsync());
    }

    private static Task RefuseAsync(SpoolWorld world, string code, string when) => world.Database.ExecuteAsync($"""
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE EXCEPTION 'nobody has seen this' USING ERRCODE = '{code}'; END$$;
        CREATE TRIGGER trouble BEFORE INSERT ON fact_pull FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()
        """);
}
