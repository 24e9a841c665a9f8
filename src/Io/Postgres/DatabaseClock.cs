using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Io.Postgres;

/// <inheritdoc cref="IReferenceTime"/>
public sealed class DatabaseClock(PostgresDatabase database, TimeProvider time) : IReferenceTime
{
    private volatile Reading? last;

    public DateTimeOffset? Now => last is { } reading ? reading.At + time.GetElapsedTime(reading.Timestamp) : null;

    public async Task ReadAsync(CancellationToken cancel) => last = await database.RunAsync(
        async connection =>
        {
            await using var command = connection.Command("SELECT clock_timestamp()");
            var sent = time.GetTimestamp();
            var at = (DateTime)(await command.ExecuteScalarAsync(cancel))!;

            // The server read its clock somewhere between question and answer.
            return new Reading(new DateTimeOffset(at, TimeSpan.Zero) + (time.GetElapsedTime(sent) / 2), time.GetTimestamp());
        },
        cancel);

    private sealed record Reading(DateTimeOffset At, long Timestamp);
}
