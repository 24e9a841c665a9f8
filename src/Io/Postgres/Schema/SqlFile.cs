using System.Security.Cryptography;
using System.Text;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>An SQL file embedded in this assembly.</summary>
internal sealed record SqlFile(string Name, string Sql)
{
    /// <summary>The embedded files of one folder.</summary>
    public static IEnumerable<SqlFile> ReadAll(string folder)
    {
        var assembly = typeof(SqlFile).Assembly;
        var prefix = $"OrderBookSilo.Io.Postgres.{folder}.";
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(prefix, StringComparison.Ordinal))
            .Select(resource => new SqlFile(resource[prefix.Length..], Read(assembly.GetManifestResourceStream(resource)!)));
    }

    /// <summary>Lower-case hex of the SHA-256 of the text with LF line ends, so that a checkout's line ends do not matter.</summary>
    public static string HashOf(string sql) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n"))));

    private static string Read(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
