using Amazon.Runtime;
using Amazon.S3;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Audits;

public sealed class S3AuditTests : AuditorSuite
{
    private const string Bucket = "audited";
    private static int prefixes;

    private readonly string prefix = $"test/{Interlocked.Increment(ref prefixes)}";

    private protected override async Task<IArchive> OpenAsync()
    {
        using var client = await ClientAsync();
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
        using var client = await ClientAsync();
        await client.DeleteObjectAsync(Bucket, $"{prefix}/{key}");
    }

    // The bytes and the metadata of the other: what a mistaken copy leaves.
    private protected override async Task DamageAsync(string key, string other)
    {
        using var client = await ClientAsync();
        await client.CopyObjectAsync(Bucket, $"{prefix}/{other}", Bucket, $"{prefix}/{key}");
    }

    private static async Task<AmazonS3Client> ClientAsync()
    {
        var server = await Radosgw.GetServerAsync();
        var config = new AmazonS3Config
        {
            ServiceURL = server.ServiceUrl,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        return new AmazonS3Client(new BasicAWSCredentials(Radosgw.AccessKey, Radosgw.SecretKey), config);
    }
}
