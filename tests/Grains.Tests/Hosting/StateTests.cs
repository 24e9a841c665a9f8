using OrderBookSilo.Grains.Tests.Hosting.Probes;
using OrderBookSilo.Support;
using Orleans.Storage;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>State in PostgreSQL: kept across restarts, and never overwritten by a writer that did not see it.</summary>
public sealed class StateTests : IAsyncLifetime
{
    private static readonly Kept Small = new("one", DateTimeOffset.UnixEpoch, [], 0, null, [], null);

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task State_survives_a_restart_and_is_there_at_activation()
    {
        var bytes = Enumerable.Range(0, 200_000).Select(number => (byte)(number % 251)).ToArray();
        var kept = new Kept(
            "ünï\0", new DateTimeOffset(2026, 11, 22, 10, 0, 0, TimeSpan.FromHours(2)), bytes, 1.000000000000000001m, 3, ["a", "b"], Small);
        await using (var first = await GrainHost.StartAsync(database))
        {
            await first.Grain<IStateGrain>("kept").WriteAsync(kept);
        }

        await using var second = await GrainHost.StartAsync(database);
        var read = await second.Grain<IStateGrain>("kept").ReadAsync();

        Assert.NotNull(read);
        Assert.Equal(kept.Bytes, read.Bytes);
        Assert.Equal(kept.List, read.List);
        Assert.Equal((kept.Text, kept.At, kept.Amount, kept.Optional), (read.Text, read.At, read.Amount, read.Optional));
        Assert.Equal("one", read.Inner?.Text);
    }

    [Fact]
    public async Task A_grain_without_state_starts_with_an_empty_one()
    {
        await using var host = await GrainHost.StartAsync(database);
        var grain = host.Grain<IStateGrain>("empty");

        Assert.Null(await grain.ReadAsync());
        Assert.False(await grain.ExistsAsync());
        await grain.WriteAsync(Small);
        Assert.True(await grain.ExistsAsync());
    }

    [Fact]
    public async Task Cleared_state_is_gone_and_can_be_written_again()
    {
        await using (var first = await GrainHost.StartAsync(database))
        {
            await first.Grain<IStateGrain>("cleared").WriteAsync(Small);
            await first.Grain<IStateGrain>("cleared").ClearAsync();
            Assert.Null(await first.Grain<IStateGrain>("cleared").ReadAsync());
        }

        await using var second = await GrainHost.StartAsync(database);
        var grain = second.Grain<IStateGrain>("cleared");
        Assert.Null(await grain.ReadAsync());
        Assert.False(await grain.ExistsAsync());
        await grain.WriteAsync(Small with { Text = "two" });
        Assert.Equal("two", (await grain.ReadAgainAsync())?.Text);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_two_writers_the_second_fails_and_restarts_with_the_stored_state(bool firstWrite)
    {
        await using var one = await GrainHost.StartAsync(database);
        await using var other = await GrainHost.StartAsync(database);
        var winner = one.Grain<IStateGrain>("raced");
        var loser = other.Grain<IStateGrain>("raced");
        if (!firstWrite)
        {
            await winner.WriteAsync(Small);
        }

        await winner.ReadAsync();
        var lifeOfLoser = await loser.GetLifeAsync();
        await winner.WriteAsync(Small with { Text = "winner" });
        await Assert.ThrowsAsync<InconsistentStateException>(() => loser.WriteAsync(Small with { Text = "loser" }));

        Assert.Equal("winner", (await loser.ReadAsync())?.Text);
        Assert.NotEqual(lifeOfLoser, await loser.GetLifeAsync());
        await loser.WriteAsync(Small with { Text = "later" });
        Assert.Equal("later", (await winner.ReadAgainAsync())?.Text);
    }

    [Fact]
    public async Task Of_racing_first_writers_exactly_one_wins()
    {
        await using var one = await GrainHost.StartAsync(database);
        await using var other = await GrainHost.StartAsync(database);

        for (var round = 0; round < 50; round++)
        {
            IStateGrain[] grains = [one.Grain<IStateGrain>($"lockstep {round}"), other.Grain<IStateGrain>($"lockstep {round}")];
            await Task.WhenAll(grains.Select(grain => grain.ReadAsync()));
            var results = await Task.WhenAll(grains.Select(TryWriteAsync));

            Assert.Single(results, won => won);
            Assert.Equal("one", (await grains[0].ReadAgainAsync())?.Text);
        }
    }

    [Fact]
    public async Task A_clear_that_lost_a_race_fails()
    {
        await using var one = await GrainHost.StartAsync(database);
        await using var other = await GrainHost.StartAsync(database);
        await one.Grain<IStateGrain>("clear").WriteAsync(Small);
        await other.Grain<IStateGrain>("clear").ReadAsync();
        await one.Grain<IStateGrain>("clear").WriteAsync(Small with { Text = "kept" });

        await Assert.ThrowsAsync<InconsistentStateException>(() => other.Grain<IStateGrain>("clear").ClearAsync());

        Assert.Equal("kept", (await one.Grain<IStateGrain>("clear").ReadAgainAsync())?.Text);
    }

    private static async Task<bool> TryWriteAsync(IStateGrain grain)
    {
        try
        {
            await grain.WriteAsync(Small);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
