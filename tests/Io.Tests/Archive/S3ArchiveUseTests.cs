using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;

namespace OrderBookSilo.Io.Tests.Archive;

public sealed class S3ArchiveUseTests : ArchiveUseSuite
{
    private const string Bucket = "used";
    private static int prefixes;

    private readonly string prefix = $"test/{Interlocked.Increment(ref prefixes)}";

    private protected override async Task<IArchive> OpenAsync()
    {
        using var client = await S3Clients.OwnerAsync();
        await client.PutBucketAsync(Bucket);
        return new S3Archive(await S3Clients.OwnerAsync(), Bucket, prefix);
    }

    private protected override async Task DeleteAsync(string key)
    {
        using var client = await S3Clients.OwnerAsync();
        await client.DeleteObjectAsync(Bucket, $"{prefix}/{key}");
    }

    // The bytes and metadata of another object, like a mistaken copy.
    private protected override async Task DamageAsync(string key, string other)
    {
        using var client = await S3Clients.OwnerAsync();
        await client.CopyObjectAsync(Bucket, $"{prefix}/{other}", Bucket, $"{prefix}/{key}");
    }

    private protected override async Task PutAsync(string key, byte[] bytes)
    {
        using var client = await S3Clients.OwnerAsync();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/{key}", InputStream = new MemoryStream(bytes) });
    }
}
