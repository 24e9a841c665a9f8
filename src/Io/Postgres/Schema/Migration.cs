using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>One numbered SQL file, <c>0001_dimensions.sql</c>, embedded in this assembly.</summary>
public sealed record Migration(int Number, string Name, string Sql)
{
    private const string ResourcePrefix = "OrderBookSilo.Io.Postgres.Migrations.";

    /// <summary>Lower-case hex of the SHA-256 of the text with LF line ends: a checkout with other line ends is no change.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Every migration of this version of the software, in order.</summary>
    public static IReadOnlyList<Migration> ReadAll()
    {
        var assembly = typeof(Migration).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(resource => Read(resource[ResourcePrefix.Length..], assembly.GetManifestResourceStream(resource)!))
            .OrderBy(migration => migration.Number)];
    }

    private static Migration Read(string name, Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new Migration(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}

/// <summary>A migration that was applied is no longer what it was, so the schema is not what the software believes.</summary>
public sealed class MigrationChangedException(Migration migration)
    : Exception($"migration {migration.Name} was changed after it was applied; put the change into a new file")
{
    public Migration Migration { get; } = migration;
}
