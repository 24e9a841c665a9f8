using OrderBookSilo.Grains.Tests.Hosting.Probes;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting;

/// <summary>Reminders with a clock that the test controls.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly CreepingClock clock = new();
    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task A_reminder_ticks_first_when_due_and_then_every_period()
    {
        await using var host = await StartAsync();
        var grain = host.Grain<IReminderGrain>("schedule");
        var first = (clock.GetUtcNow() + 2 * Minute).UtcDateTime;
        await grain.RemindAsync("hourly", 2 * Minute, 5 * Minute);
        Assert.Empty(Ticks("schedule"));

        await MoveUntilTickAsync("schedule", "hourly", 1);
        Assert.InRange(clock.GetUtcNow().UtcDateTime, first, first + Minute);
        await MoveUntilTickAsync("schedule", "hourly", 2);
        Assert.InRange(clock.GetUtcNow().UtcDateTime, first + 5 * Minute, first + 6 * Minute);

        var last = await grain.GetLastTickAsync();
        Assert.InRange(last!.First, first, first + TimeSpan.FromSeconds(1));
        Assert.Equal(5 * Minute, last.Period);
        Assert.InRange(last.Current, first + 5 * Minute, clock.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task A_reminder_survives_a_restart_and_wakes_its_grain()
    {
        await using (var before = await StartAsync())
        {
            await before.Grain<IReminderGrain>("restarted").RemindAsync("kept", Minute, Minute);
        }

        await using var after = await StartAsync();
        await MoveUntilTickAsync("restarted", "kept", 1);

        Assert.Equal(2, Journal.Of("restarted").Count("activates"));
        Assert.True(await after.Grain<IReminderGrain>("restarted").KnowsAsync("kept"));
    }

    [Fact]
    public async Task Ticks_missed_while_nothing_ran_are_merged_into_one_on_schedule()
    {
        var first = (clock.GetUtcNow() + Minute).UtcDateTime;
        await using (var before = await StartAsync())
        {
            await before.Grain<IReminderGrain>("missed").RemindAsync("late", Minute, 5 * Minute);
        }

        clock.Advance(63 * Minute);
        await using var after = await StartAsync();
        await MoveUntilTickAsync("missed", "late", 1);
        var last = await after.Grain<IReminderGrain>("missed").GetLastTickAsync();

        Assert.InRange(last!.Current, first + 65 * Minute, first + 66 * Minute);
        await MoveUntilTickAsync("missed", "late", 2);
        Assert.Equal(2, Ticks("missed").Count);
    }

    [Fact]
    public async Task A_reminder_wakes_a_grain_that_was_deactivated()
    {
        await using var host = await StartAsync();
        var grain = host.Grain<IReminderGrain>("asleep");
        await grain.RemindAsync("wake", Minute, Minute);
        await grain.SleepAsync();
        await Journal.Of("asleep").SeenAsync("deactivates");

        await MoveUntilTickAsync("asleep", "wake", 1);

        Assert.Equal(2, Journal.Of("asleep").Count("activates"));
    }

    [Fact]
    public async Task A_reminder_that_is_set_again_takes_the_new_schedule()
    {
        await using var host = await StartAsync();
        var grain = host.Grain<IReminderGrain>("again");
        await grain.RemindAsync("one", 30 * Minute, 30 * Minute);
        await grain.RemindAsync("one", Minute, Minute);

        await MoveUntilTickAsync("again", "one", 1);

        Assert.Equal(Minute, (await grain.GetLastTickAsync())!.Period);
    }

    [Fact]
    public async Task A_reminder_that_is_unset_ticks_no_more_also_after_a_restart()
    {
        await using (var before = await StartAsync())
        {
            var grain = before.Grain<IReminderGrain>("unset");
            await grain.RemindAsync("gone", Minute, Minute);
            await grain.RemindAsync("stays", Minute, Minute);
            Assert.True(await grain.ForgetAsync("gone"));
            Assert.False(await grain.KnowsAsync("gone"));
            Assert.False(await grain.ForgetAsync("gone"));
            await MoveUntilTickAsync("unset", "stays", 2);
        }

        await using var after = await StartAsync();
        await MoveUntilTickAsync("unset", "stays", 4);
        Assert.Equal(0, Journal.Of("unset").Count("tick gone"));
    }

    [Fact]
    public async Task A_tick_that_fails_does_not_end_the_reminder()
    {
        await using var host = await StartAsync();
        await host.Grain<IReminderGrain>("failing").RemindAsync("fails", Minute, Minute);

        await MoveUntilTickAsync("failing", "fails", 3);
    }

    [Fact]
    public async Task A_period_below_the_minimum_is_refused()
    {
        await using var host = await StartAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() =>
            host.Grain<IReminderGrain>("fast").RemindAsync("fast", Minute, TimeSpan.FromMilliseconds(500)));
        Assert.False(await host.Grain<IReminderGrain>("fast").KnowsAsync("fast"));
    }

    private static IReadOnlyList<string> Ticks(string key) => [.. Journal.Of(key).Entries.Where(entry => entry.StartsWith("tick", StringComparison.Ordinal))];

    private Task<GrainHost> StartAsync() => GrainHost.StartAsync(database, clock);

    /// <summary>Moves the clock in steps, letting the grains react to each, until the reminder has ticked this many times.</summary>
    private Task MoveUntilTickAsync(string key, string name, int count)
    {
        var journal = Journal.Of(key);
        return journal.UntilAsync(
            () =>
            {
                if (journal.Count($"tick {name}") < count)
                {
                    clock.Advance(Step);
                }

                return journal.Count($"tick {name}") >= count;
            },
            $"tick {count} of '{name}'");
    }
}
