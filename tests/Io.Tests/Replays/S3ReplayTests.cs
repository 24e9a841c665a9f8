using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Tests.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Replays;

public sealed class S3ReplayTests : ReplaySuite
{
    private const string Bucket = "replayed";
    private static int prefixes;

    private readonly string prefix = $"test/{Interlocked.Increment(ref prefixes)}";

    private protected override async Task<IArchive> OpenAsync()
    {
        using var client = await S3Clients.OwnerAsync();
        await client.PutBucketAsync(Bucket);
        return ArchiveFactory.Create(new ArchiveOptions
        {
            Location = $"s3://{Bucket}/{prefix}",
            S3 = new S3Options
            {
                ServiceUrl = (await Radosgw.GetServerAsync()).ServiceUrl, ForcePathStyle = true, AccessKey = Radosgw.AccessKey, SecretKey = Radosgw.SecretKey,
            },
        });
    }

    private protected override async Task DeleteAsync(string key)
    {
        using var client = await S3Clients.OwnerAsync();
        await client.DeleteObjectAsync(Bucket, $"{prefix}/{key}");
    }

    private protected override async Task DamageAsync(string key)
    {
        using var client = await S3Clients.OwnerAsync();
        using var whole = await client.GetObjectAsync(Bucket, $"{prefix}/{key}");
        using var bytes = new MemoryStream();
        await whole.ResponseStream.CopyToAsync(bytes);
        var request = new PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/{key}", InputStream = new MemoryStream(bytes.ToArray()[..(int)(bytes.Length / 2)]) };
        foreach (var name in whole.Metadata.Keys)
        {
            request.Metadata[name] = whole.Metadata[name];
        }

        await client.PutObjectAsync(request);
    }

    private protected override async Task PutForeignAsync(string key)
    {
        using var client = await S3Clients.OwnerAsync();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/{key}", ContentBody = "somebody's notes" });
    }
}
