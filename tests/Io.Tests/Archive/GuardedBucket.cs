using System.Text.Json.Nodes;
using Amazon.S3;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>A separate bucket on a real store, whose owner denies what a test specifies.</summary>
internal sealed class GuardedBucket : IAsyncDisposable
{
    private static int buckets;

    private readonly AmazonS3Client owner;
    private readonly string name;

    private GuardedBucket(AmazonS3Client owner, string name, IArchive archive) => (this.owner, this.name, Archive) = (owner, name, archive);

    public IArchive Archive { get; }

    public static async Task<GuardedBucket> CreateAsync()
    {
        var server = await Radosgw.GetServerAsync();
        var owner = S3Clients.As(server, Radosgw.AccessKey, Radosgw.SecretKey);
        var name = $"guarded-{Interlocked.Increment(ref buckets)}";
        await owner.PutBucketAsync(name);
        var archive = ArchiveFactory.Create(new ArchiveOptions
        {
            Location = $"s3://{name}",
            S3 = new S3Options { ServiceUrl = server.ServiceUrl, ForcePathStyle = true, AccessKey = Radosgw.AccessKey, SecretKey = Radosgw.SecretKey },
        });
        return new GuardedBucket(owner, name, archive);
    }

    /// <summary>Denies this action on these objects, whose keys may end in a star; earlier denials are lifted.</summary>
    public Task ForbidAsync(string action, params string[] keys) => owner.PutBucketPolicyAsync(
        name,
        new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Statement"] = new JsonArray(new JsonObject
            {
                ["Effect"] = "Deny",
                ["Principal"] = "*",
                ["Action"] = action,
                ["Resource"] = new JsonArray([.. keys.Select(key => JsonValue.Create($"arn:aws:s3:::{name}/{key}"))]),
            }),
        }.ToJsonString());

    public Task AllowAsync() => owner.DeleteBucketPolicyAsync(name);

    public Task DeleteAsync(string key) => owner.DeleteObjectAsync(name, key);

    /// <summary>Copies the bytes and metadata of another object, like a mistaken copy.</summary>
    public Task CopyAsync(string from, string to) => owner.CopyObjectAsync(name, from, name, to);

    public ValueTask DisposeAsync()
    {
        owner.Dispose();
        return ValueTask.CompletedTask;
    }
}
