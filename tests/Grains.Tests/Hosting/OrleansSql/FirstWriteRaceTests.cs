using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.OrleansSql;

/// <summary>Two activations of a grain that was never stored write it at the same moment: one of them must learn that it lost.</summary>
public sealed class FirstWriteRaceTests : IAsyncLifetime
{
    private const int States = 200;
    private const int RoundsMax = 50;

    private TestDatabase database = null!;

    public async Task InitializeAsync() => database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Each_state_has_one_row_and_one_winner_and_the_losers_know_that_they_lost()
    {
        var keys = Keys(round: 0);
        var statement = await database.ScalarAsync<string>("SELECT querytext FROM orleans.orleansquery WHERE querykey = 'WriteToStorageKey'");

        var byState = await FirstWriteRace.RunAsync(database, statement!, keys);

        Assert.All(byState, answers => Assert.Equal(1, Assert.Single(answers, answer => answer is not null)));
        var winners = keys.Select((key, state) => $"{key}|1|{Array.FindIndex(byState[state], answer => answer is not null)}");
        var stored = await database.RowsAsync("SELECT grainidextensionstring, version, get_byte(payloadbinary, 0) FROM orleans.orleansstorage");
        Assert.Equal(winners.Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));
    }

    /// <summary>Shows that the race is real: a table without a unique key and an insert after a look lose it.</summary>
    [Fact]
    public async Task An_insert_that_only_looks_first_leaves_two_rows_and_two_winners()
    {
        await database.ExecuteAsync("CREATE TABLE looked_first (service text, grain text, key text, version integer, payload bytea)");
        const string Statement = """
            INSERT INTO looked_first (service, grain, key, version, payload)
            SELECT @ServiceId, @GrainTypeString, @GrainIdExtensionString, 1, @PayloadBinary
            WHERE NOT EXISTS (
                SELECT 1 FROM looked_first
                WHERE service = @ServiceId AND grain = @GrainTypeString AND key = @GrainIdExtensionString)
            RETURNING version
            """;

        var hasTwoWinners = false;
        for (var round = 0; round < RoundsMax && !hasTwoWinners; round++)
        {
            var byState = await FirstWriteRace.RunAsync(database, Statement, Keys(round));
            hasTwoWinners = byState.Any(answers => answers.Count(answer => answer is not null) > 1);
        }

        Assert.True(hasTwoWinners, $"no race was lost in {RoundsMax} rounds over {States} states");
        Assert.True(await database.ScalarAsync<bool>("SELECT count(*) > count(DISTINCT key) FROM looked_first"));
    }

    private static List<string> Keys(int round) => [.. Enumerable.Range(0, States).Select(state => $"{round}/{state}")];
}
