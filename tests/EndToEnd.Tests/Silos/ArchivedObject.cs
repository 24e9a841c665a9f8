using System.IO.Compression;
using System.Security.Cryptography;
using Npgsql;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>Checks archived objects without product code: gunzip and a hash.</summary>
internal static class ArchivedObject
{
    /// <summary>Every object that a pull names is in the archive with its hash, and every object is named by a pull.</summary>
    public static async Task MatchAsync(NpgsqlDataSource database, string archive)
    {
        var named = new Dictionary<string, string>();
        await using (var query = database.CreateCommand("SELECT archive_key, sha256 FROM fact_pull WHERE archive_key IS NOT NULL"))
        await using (var reader = await query.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                named[reader.GetString(0)] = reader.GetString(1);
            }
        }

        var objects = Directory.EnumerateFiles(archive, "*.json.gz", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(archive, file)).ToHashSet();
        Assert.Equal(objects.Order(StringComparer.Ordinal), named.Keys.Order(StringComparer.Ordinal));
        foreach (var (key, sha256) in named)
        {
            Assert.Equal(sha256, Sha256(Path.Combine(archive, key)));
        }
    }

    public static string Sha256(string file)
    {
        using var inflated = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(inflated));
    }
}
