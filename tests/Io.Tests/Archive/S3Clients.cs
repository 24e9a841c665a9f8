using Amazon.Runtime;
using Amazon.S3;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>Clients of the tests' own S3 server, with the settings needed by stores other than AWS.</summary>
internal static class S3Clients
{
    /// <summary>The client of the user who owns the buckets.</summary>
    public static async Task<AmazonS3Client> OwnerAsync() => As(await Radosgw.GetServerAsync(), Radosgw.AccessKey, Radosgw.SecretKey);

    public static AmazonS3Client As(Radosgw server, string accessKey, string secretKey) => new(
        new BasicAWSCredentials(accessKey, secretKey),
        new AmazonS3Config
        {
            ServiceURL = server.ServiceUrl,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
}
