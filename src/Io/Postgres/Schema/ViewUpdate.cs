using Npgsql;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>
/// Updates views and functions to match their files, within the caller's transaction. A changed one is dropped together with
/// the views that depend on it, and all of them are recreated with their privileges.
/// </summary>
internal static class ViewUpdate
{
    private const string ReadPresent = """
        SELECT name FROM schema_view
        WHERE EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND relname = name)
           OR EXISTS (SELECT FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = name)
        """;

    private const string Record = """
        INSERT INTO schema_view (name, sha256) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET sha256 = excluded.sha256, applied_at = excluded.applied_at
        """;

    // $1 lists what must be dropped and $2 everything of ours; dependent views may be somebody else's.
    private const string ReadObsolete = """
        WITH RECURSIVE obsolete (class, object) AS (
            SELECT 'pg_class'::regclass, oid FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND relname = ANY ($1)
            UNION ALL
            SELECT 'pg_proc'::regclass, oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname = ANY ($1)
            UNION
            SELECT 'pg_class'::regclass, dependent.oid
            FROM obsolete
            JOIN pg_depend ON refclassid = class AND refobjid = object AND classid = 'pg_rewrite'::regclass
            JOIN pg_rewrite AS rule ON rule.oid = objid
            JOIN pg_class AS dependent ON dependent.oid = rule.ev_class
        ), described AS (
            SELECT 'VIEW' AS kind, object::regclass::text AS name, relnamespace = 'public'::regnamespace AND relname = ANY ($2) AS is_ours,
                   object::regclass::text AS target, relacl AS acl, relowner AS owner
            FROM obsolete JOIN pg_class ON oid = object WHERE class = 'pg_class'::regclass
            UNION ALL
            SELECT 'FUNCTION', object::regprocedure::text, true, 'FUNCTION ' || object::regprocedure, proacl, proowner
            FROM obsolete JOIN pg_proc ON oid = object WHERE class = 'pg_proc'::regclass
        )
        SELECT kind, name, is_ours,
               (SELECT concat_ws('; ', format('REVOKE ALL ON %s FROM PUBLIC', target), string_agg(format('GRANT %s ON %s TO %s%s',
                    privilege_type, target, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END,
                    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END), '; '))
                FROM aclexplode(acl) WHERE grantee <> owner HAVING acl IS NOT NULL) AS privileges
        FROM described
        """;

    /// <summary>Drops what has changed or no longer has a file, with the views that depend on it.</summary>
    public static async Task<List<DroppedView>> DropObsoleteAsync(NpgsqlConnection connection, IReadOnlyList<ViewFile> views, CancellationToken cancel)
    {
        var recorded = await ReadAsync(connection.Command("SELECT name, sha256 FROM schema_view"), row => (row.GetString(0), row.GetString(1)), cancel);
        var obsolete = recorded.Except(views.Select(view => (view.Name, view.Sha256))).Select(view => view.Item1).ToList();
        if (obsolete.Count == 0)
        {
            return [];
        }

        var dropped = await ReadAsync(
            connection.Command(ReadObsolete, obsolete, recorded.Select(view => view.Item1).ToList()),
            row => new DroppedView(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.TextOrNull(3)),
            cancel);
        if (dropped.Find(view => !view.IsOurs) is { } foreign)
        {
            throw new ForeignViewException(foreign.Name);
        }

        // One statement drops all views and one all functions, so that their order among themselves does not matter.
        await DropAsync(connection, "VIEW", dropped, cancel);
        await DropAsync(connection, "FUNCTION", dropped, cancel);
        await using var forget = connection.Command("DELETE FROM schema_view WHERE name = ANY ($1)", obsolete);
        await forget.ExecuteNonQueryAsync(cancel);
        return dropped;
    }

    /// <summary>Creates everything that is new or was dropped, here or by a migration.</summary>
    public static async Task CreateMissingAsync(
        NpgsqlConnection connection, IReadOnlyList<ViewFile> views, List<DroppedView> dropped, CancellationToken cancel)
    {
        var present = await ReadAsync(connection.Command(ReadPresent), row => row.GetString(0), cancel);
        foreach (var view in views.ExceptBy(present, view => view.Name))
        {
            await Migrator.ExecuteAsync(connection, view.Sql, cancel);
            await using var record = connection.Command(Record, view.Name, view.Sha256);
            await record.ExecuteNonQueryAsync(cancel);
        }

        foreach (var before in dropped)
        {
            await RestorePrivilegesAsync(connection, before, cancel);
        }
    }

    private static async Task DropAsync(NpgsqlConnection connection, string kind, List<DroppedView> dropped, CancellationToken cancel)
    {
        var names = string.Join(", ", dropped.Where(view => view.Kind == kind).Select(view => view.Name));
        if (names.Length > 0)
        {
            await Migrator.ExecuteAsync(connection, $"DROP {kind} {names}", cancel);
        }
    }

    // A function with changed parameters is a different function and gets the privileges that its file grants.
    private static async Task RestorePrivilegesAsync(NpgsqlConnection connection, DroppedView before, CancellationToken cancel)
    {
        await using var isThere = connection.Command($"SELECT {(before.Kind == "VIEW" ? "to_regclass" : "to_regprocedure")}($1) IS NOT NULL", before.Name);
        if (before.Privileges is not null && await isThere.ExecuteScalarAsync(cancel) is true)
        {
            await Migrator.ExecuteAsync(connection, before.Privileges, cancel);
        }
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand query, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using (query)
        {
            await using var reader = await query.ExecuteReaderAsync(cancel);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancel))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }
}

/// <param name="Kind">VIEW or FUNCTION.</param>
/// <param name="Name">As DROP expects it: a function with its parameter types.</param>
/// <param name="IsOurs">Whether it comes from one of our files, rather than being somebody else's view that uses ours.</param>
/// <param name="Privileges">Statements that restore its privileges; null where only its owner had any.</param>
internal sealed record DroppedView(string Kind, string Name, bool IsOurs, string? Privileges);
