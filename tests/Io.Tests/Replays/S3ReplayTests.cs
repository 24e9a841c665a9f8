using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Replays;

public sealed class S3ReplayTests : ReplaySuite
{
    private const string Bucket = "replayed";
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

    private protected override async Task DamageAsync(string key)
    {
        using var client = await ClientAsync();
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
        using var client = await ClientAsync();
        await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/{key}", ContentBody = "somebody's notes" });
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
