using System.Globalization;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>One numbered SQL file, <c>0001_markets.sql</c>, embedded in this assembly.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    public string Sha256 => SqlFile.HashOf(Sql);

    /// <summary>Every migration of this version of the software, in order.</summary>
    public static IReadOnlyList<Migration> ReadAll() => [.. SqlFile.ReadAll("Migrations").Select(Parse).OrderBy(migration => migration.Number)];

    private static Migration Parse(SqlFile file) =>
        new(int.Parse(file.Name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), file.Name, file.Sql);
}

/// <summary>The schema of a database cannot be brought up to date, for a reason told in one sentence.</summary>
public abstract class SchemaException(string sentence) : Exception(sentence);

/// <summary>A migration that was applied is no longer what it was, so the schema is not what the software believes.</summary>
public sealed class MigrationChangedException(Migration migration)
    : SchemaException($"migration {migration.Name} was changed after it was applied; put the change into a new file")
{
    public Migration Migration { get; } = migration;
}

/// <summary>The database was created before the first of the present migrations, so none of them can be applied to it.</summary>
public sealed class SchemaTooOldException() : SchemaException(
    "this database was created by a version whose schema can no longer be updated; start with an empty database on the same archive "
    + "(in a data directory: move its postgres directory away), add the markets again, and compute the facts again with "
    + "./orderbook replay --from <first day>");

/// <summary>A view that somebody else created depends on one that has to be created again, and is not ours to drop.</summary>
public sealed class ForeignViewException(string view) : SchemaException(
    $"the view {view} depends on views that have to be updated; drop it, and create it again afterwards");
