using Npgsql;
using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.OrleansSql;

/// <summary>Several writers, each with its own connection, make the first write of the same states at the same time.</summary>
internal static class FirstWriteRace
{
    public const int Writers = 4;

    /// <summary>The answers to each writer, by state: the version it wrote, or null when it lost.</summary>
    public static async Task<List<int?[]>> RunAsync(TestDatabase database, string statement, IReadOnlyList<string> keys)
    {
        using var together = new Barrier(Writers);
        var answers = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer =>
            Task.Factory.StartNew(() => Write(database, statement, keys, writer, together), TaskCreationOptions.LongRunning)));
        return [.. keys.Select((_, state) => answers.Select(ofWriter => ofWriter[state]).ToArray())];
    }

    // Runs on its own thread and without awaiting, so that only the database decides who is first.
    private static int?[] Write(TestDatabase database, string statement, IReadOnlyList<string> keys, int writer, Barrier together)
    {
        try
        {
            using var connection = new NpgsqlConnection(database.ConnectionString);
            connection.Open();
            return [.. keys.Select(key =>
            {
                using var command = CommandFor(connection, statement, key, writer);
                together.SignalAndWait();
                return command.ExecuteScalar() as int?;
            })];
        }
        finally
        {
            together.RemoveParticipant();
        }
    }

    private static NpgsqlCommand CommandFor(NpgsqlConnection connection, string statement, string key, int writer) =>
        new(statement, connection)
        {
            Parameters =
            {
                new("GrainIdHash", 11), new("GrainIdN0", (object)0L), new("GrainIdN1", (object)0L), new("GrainTypeHash", 12), new("GrainTypeString", "market"),
                new("GrainIdExtensionString", key), new("ServiceId", "orderbook"), new("GrainStateVersion", DBNull.Value),
                new("PayloadBinary", new[] { (byte)writer }),
            },
        };
}
