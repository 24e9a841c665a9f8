using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace OrderBookSilo.Io.Archive;

/// <summary>Creates S3 clients with bounded timeouts that work with AWS and with other S3-compatible stores.</summary>
internal static class S3ClientFactory
{
    private const int RetriesMax = 1;
    private static readonly TimeSpan RequestTimeMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectTimeMax = TimeSpan.FromSeconds(3);

    public static AmazonS3Client Create(S3Options options)
    {
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.ForcePathStyle,
            MaxErrorRetry = RetriesMax,
            Timeout = RequestTimeMax,
            ConnectTimeout = ConnectTimeMax,

            // Many stores other than AWS reject the SDK's newer default checksums; we store our own SHA-256.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.Region is not null)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        if (options.ServiceUrl is not null)
        {
            config.ServiceURL = options.ServiceUrl;
            config.AuthenticationRegion = options.Region ?? "us-east-1";
        }

        return options is { AccessKey: { } accessKey, SecretKey: { } secretKey }
            ? new AmazonS3Client(new BasicAWSCredentials(accessKey, secretKey), config)
            : new AmazonS3Client(config);
    }
}
