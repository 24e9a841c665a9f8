using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

public sealed class S3ArchiveUseTests : ArchiveUseSuite
{
    private const string Bucket = "used";
    private static int prefixes;

    private readonly string prefix = $"test/{Interlocked.Increment(ref prefixes)}";

    private protected override async Task<IArchive> OpenAsync()
    {
        using var client = await ClientAsync();
        await client.PutBucketAsync(Bucket);
        return new S3Archive(await ClientAsync(), Bucket, prefix);
    }

    private protected override async Task DeleteAsync(string key)
    {
        using var client = await ClientAsync();
        await client.DeleteObjectAsync(Bucket, $"{prefix}/{key}");
    }

    // The bytes and the metadata of the other: what a mistaken copy leaves.
    private protected override async Task DamageAsync(string key, string other)
    {
        using var client = await ClientAsync();
        await client.CopyObjectAsync(Bucket, $"{prefix}/{other}", Bucket, $"{prefix}/{key}");
    }

    private protected override async Task PutAsync(string key, byte[] bytes)
    {
        using var client = await ClientAsync();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/{key}", InputStream = new MemoryStream(bytes) });
    }

    private static async Task<AmazonS3Client> ClientAsync()
    {
        var config = new AmazonS3Config
        {
            ServiceURL = (await Radosgw.GetServerAsync()).ServiceUrl,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        return new AmazonS3Client(new BasicAWSCredentials(Radosgw.AccessKey, Radosgw.SecretKey), config);
    }
}
