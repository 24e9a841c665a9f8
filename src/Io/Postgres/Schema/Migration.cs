using System.Globalization;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>One numbered SQL file, such as <c>0001_markets.sql</c>, embedded in this assembly.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    public string Sha256 => SqlFile.HashOf(Sql);

    /// <summary>Every migration of this version of the software, in order.</summary>
    public static IReadOnlyList<Migration> ReadAll() => [.. SqlFile.ReadAll("Migrations").Select(Parse).OrderBy(migration => migration.Number)];

    private static Migration Parse(SqlFile file) =>
        new(int.Parse(file.Name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), file.Name, file.Sql);
}

/// <summary>The schema of a database cannot be updated; the message is one sentence with the reason.</summary>
public abstract class SchemaException(string sentence) : Exception(sentence);

/// <summary>An applied migration was modified, so the schema does not match what the software expects.</summary>
public sealed class MigrationChangedException(Migration migration)
    : SchemaException($"migration {migration.Name} was changed after it was applied; put the change into a new file")
{
    public Migration Migration { get; } = migration;
}

/// <summary>The database was created before the first of the current migrations, so they cannot be applied to it.</summary>
public sealed class SchemaTooOldException() : SchemaException(
    "this database was created by a version whose schema can no longer be updated; start with an empty database on the same archive "
    + "(in a data directory: move its postgres directory away), add the markets again, and compute the facts again with "
    + "./orderbook replay --from <first day>");

/// <summary>A view created by somebody else depends on a view that must be recreated, and we must not drop it.</summary>
public sealed class ForeignViewException(string view) : SchemaException(
    $"the view {view} depends on views that have to be updated; drop it, and create it again afterwards");
