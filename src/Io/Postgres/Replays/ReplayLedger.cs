using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;

namespace OrderBookSilo.Io.Postgres.Replays;

/// <inheritdoc cref="IReplayLedger"/>
public sealed class ReplayLedger(PostgresDatabase database) : IReplayLedger
{
    private const string AddVersion = """
        INSERT INTO data_version (version, order_sizes, fee_profile, fill_policy, created_at) VALUES ($1, $2::numeric[], $3, $4, $5)
        ON CONFLICT DO NOTHING
        """;

    private const string FindReasonAgainst = """
        SELECT CASE
            WHEN EXISTS (SELECT FROM data_version AS version WHERE version.version = $1 AND version.is_dropped)
            THEN format('version %s is being dropped; drop it again to go on with that, or name another', $1)
            WHEN EXISTS (SELECT FROM replay_job WHERE version = $1 AND mode = 'version' AND state = 'running' AND NOT dry_run)
            THEN (SELECT format('version %s is being written by replay %s', $1, min(replay_id))
                  FROM replay_job WHERE version = $1 AND mode = 'version' AND state = 'running' AND NOT dry_run)
            WHEN NOT EXISTS (SELECT FROM data_version AS version
                             WHERE version.version = $1 AND (version.order_sizes, version.fee_profile, version.fill_policy)
                                   IS NOT DISTINCT FROM ($2::numeric[], $3, $4))
            THEN format('version %s was computed with other sizes, fees or fill policy; name another, or drop it first', $1)
        END
        """;

    private const string AddReplay = """
        INSERT INTO replay_job (replay_id, mode, dry_run, version, "from", "to", markets, order_sizes, fee_profile, fill_policy, groups,
            page_length, state, next_page, pages_ahead, books, body_bytes, rows, written, differences, problems, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8::numeric[], $9, $10, $11, make_interval(secs => $12), 'running', 0, '{}', 0, 0, 0, 0, 0, 0, $13, $13)
        """;

    private const string SelectReplays = """
        SELECT replay_id, mode, dry_run, version, "from", "to", markets, order_sizes::text[], fee_profile, fill_policy, groups,
               page_length, state, next_page, pages_ahead, books, body_bytes, rows, written, differences, problems, message,
               created_at, ended_at
        FROM replay_job
        """;

    private const string SaveReplayProgress = """
        UPDATE replay_job SET next_page = $4, pages_ahead = $5, books = $6, body_bytes = $7, rows = $8, written = $9, differences = $10,
            problems = $11, updated_at = $12
        WHERE replay_id = $1 AND state = 'running' AND next_page = $2 AND pages_ahead = $3
        """;

    private const string AddReplayFinding = """
        INSERT INTO replay_finding (replay_id, number, kind, subject, slot, place, field, stored, replayed, message)
        SELECT $1, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10
        FROM replay_finding WHERE replay_id = $1
        HAVING coalesce(max(number), 0) < $2
        """;

    private const string EndReplay = """
        UPDATE replay_job SET state = $2, message = $3, updated_at = $4, ended_at = $4 WHERE replay_id = $1 AND state = 'running'
        """;

    private const string ReadReplayFindings = """
        SELECT kind, subject, slot, place, field, stored, replayed, message FROM replay_finding WHERE replay_id = $1 ORDER BY number LIMIT $2
        """;

    public Task<string?> AddReplayAsync(ReplayJob job, CancellationToken cancel) => database.RunInTransactionAsync(
        async connection =>
        {
            var request = job.Request;
            var sizes = request.OrderSizes?.Select(size => size.ToString()).ToArray();
            if (request is { Mode: ReplayMode.Version, Version: { } version, IsDry: false })
            {
                await using var begin = connection.CreateBatch();
                begin.Add(VersionLock.Exclusive, version).Add(AddVersion, version, sizes, request.FeeProfile, request.FillPolicy?.Text(), job.CreatedAt);
                await begin.ExecuteNonQueryAsync(cancel);
                await using var ask = connection.Command(FindReasonAgainst, version, sizes, request.FeeProfile, request.FillPolicy?.Text());
                if (await ask.ExecuteScalarAsync(cancel) is string reason)
                {
                    return reason;
                }
            }

            await using var add = connection.Command(
                AddReplay, job.Id, request.Mode.Text(), request.IsDry, request.Version ?? PostgresDatabase.LiveVersion, request.From, request.To,
                request.Markets.Select(market => market.ToString()).ToArray(), sizes, request.FeeProfile, request.FillPolicy?.Text(),
                job.Groups.Select(group => string.Join(',', group)).ToArray(), job.PageLength, job.CreatedAt);
            await add.ExecuteNonQueryAsync(cancel);
            return null;
        },
        cancel);

    public async Task<ReplayJob?> FindReplayAsync(string id, CancellationToken cancel) =>
        (await database.QueryAsync(connection => connection.Command($"{SelectReplays} WHERE replay_id = $1", id), ReadReplay, cancel)).SingleOrDefault();

    public async Task<IReadOnlyList<ReplayJob>> ListReplaysAsync(int countMax, CancellationToken cancel) =>
        await database.Questions.QueryAsync(connection => connection.Command($"{SelectReplays} ORDER BY created_at DESC, replay_id LIMIT $1", countMax), ReadReplay, cancel);

    public Task<bool> SaveProgressAsync(
        string id, ReplayProgress before, ReplayProgress after, IReadOnlyList<ReplayFinding> findings, DateTimeOffset at, CancellationToken cancel) =>
        database.RunInTransactionAsync(
            async connection =>
            {
                var tally = after.Tally;
                await using var save = connection.Command(
                    SaveReplayProgress, id, before.Next, before.Ahead.ToArray(), after.Next, after.Ahead.ToArray(), tally.Books, tally.BodyBytes,
                    tally.Rows, tally.Written, tally.Differences, tally.Problems, at);
                if (await save.ExecuteNonQueryAsync(cancel) == 0)
                {
                    return false;
                }

                await using var batch = connection.CreateBatch();
                foreach (var found in findings)
                {
                    batch.Add(
                        AddReplayFinding, id, ReplayJob.FindingsMax, found.Kind.Text(), found.Subject, found.SlotStart, found.Place, found.Field,
                        found.Stored, found.Replayed, found.Message);
                }

                await (findings.Count > 0 ? batch.ExecuteNonQueryAsync(cancel) : Task.CompletedTask);
                return true;
            },
            cancel);

    public Task EndReplayAsync(string id, ReplayState state, string? message, DateTimeOffset at, CancellationToken cancel) =>
        database.WriteAsync(batch => batch.Add(EndReplay, id, state.Text(), message, at), cancel);

    public async Task<IReadOnlyList<ReplayFinding>> ReadReplayFindingsAsync(string id, int countMax, CancellationToken cancel) => await database.Questions.QueryAsync(
        connection => connection.Command(ReadReplayFindings, id, countMax),
        row => new ReplayFinding(
            Sql.Known<ReplayFindingKind>(row.GetString(0)), row.GetString(1), row.ValueOrNull<DateTimeOffset>(2), row.GetString(3), row.TextOrNull(4),
            row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7)),
        cancel);

    private static ReplayJob ReadReplay(NpgsqlDataReader row)
    {
        var mode = Sql.Known<ReplayMode>(row.GetString(1));
        var request = new ReplayRequest(
            row.GetFieldValue<DateTimeOffset>(4),
            row.GetFieldValue<DateTimeOffset>(5),
            [.. row.GetFieldValue<string[]>(6).Select(Market.Parse)],
            row.ExactsOrNull(7),
            row.TextOrNull(8),
            row.TextOrNull(9) is { } policy ? Sql.Known<FillPolicy>(policy) : null,
            mode,
            mode == ReplayMode.Version ? row.GetString(3) : null,
            row.GetBoolean(2));
        var tally = new ReplayTally
        {
            Books = row.GetInt64(15),
            BodyBytes = row.GetInt64(16),
            Rows = row.GetInt64(17),
            Written = row.GetInt64(18),
            Differences = row.GetInt64(19),
            Problems = row.GetInt64(20),
        };
        var groups = row.GetFieldValue<string[]>(10).Select(group => (IReadOnlyList<Market>)[.. group.Split(',').Select(Market.Parse)]);
        var progress = new ReplayProgress(row.GetInt32(13), row.GetFieldValue<int[]>(14), tally);
        return new ReplayJob(row.GetString(0), request, [.. groups], row.GetFieldValue<TimeSpan>(11), row.GetFieldValue<DateTimeOffset>(22), progress)
        {
            State = Sql.Known<ReplayState>(row.GetString(12)),
            Message = row.TextOrNull(21),
            EndedAt = row.ValueOrNull<DateTimeOffset>(23),
        };
    }
}
