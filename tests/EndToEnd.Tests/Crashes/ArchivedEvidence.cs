using System.IO.Compression;
using System.Security.Cryptography;
using Amazon.S3.Model;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Compares the objects of the archive with the pulls that name them, without product code: S3, gunzip and a hash.</summary>
internal sealed class ArchivedEvidence(CrashWorld world)
{
    private readonly Dictionary<string, string> hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> tags = new(StringComparer.Ordinal);

    /// <summary>Objects whose bytes were read and hashed.</summary>
    public int Objects => hashes.Count;

    /// <summary>Holds at any moment: everything that the warehouse names is in the archive, with its hash.</summary>
    public async Task IsThereAsync()
    {
        foreach (var (key, sha256) in await NamedAsync())
        {
            if (!hashes.TryGetValue(key, out var hash))
            {
                hash = hashes[key] = await HashAsync(key);
            }

            Assert.Equal((key, sha256), (key, hash));
        }
    }

    /// <summary>Holds in the end: every object is named by a pull, and none was ever changed.</summary>
    public async Task IsNamedAsync()
    {
        await IsThereAsync();
        var named = await NamedAsync();
        var request = new ListObjectsV2Request { BucketName = world.Bucket, Prefix = "raw/" };
        do
        {
            var page = await world.Objects.ListObjectsV2Async(request);
            foreach (var item in page.S3Objects ?? [])
            {
                Assert.True(named.ContainsKey(item.Key), $"lost: no pull names {item.Key}");
                Assert.Equal((item.Key, tags.GetValueOrDefault(item.Key)), (item.Key, item.ETag.Trim('"')));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private async Task<Dictionary<string, string>> NamedAsync()
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var query = world.Database.CreateCommand("SELECT archive_key, sha256 FROM fact_pull WHERE archive_key IS NOT NULL");
        await using var reader = await query.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            named.Add(reader.GetString(0), reader.GetString(1));
        }

        return named;
    }

    private async Task<string> HashAsync(string key)
    {
        using var answer = await world.Objects.GetObjectAsync(world.Bucket, key);
        tags[key] = answer.ETag.Trim('"');
        await using var inflated = new GZipStream(answer.ResponseStream, CompressionMode.Decompress);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(inflated));
    }
}
