using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

public sealed class S3ArchiveTests : ArchiveSuite
{
    private const string Bucket = "captures";
    private static int prefixes;

    private readonly string prefix = $"test/{Interlocked.Increment(ref prefixes)}";

    [Fact]
    public async Task The_object_is_stored_below_the_prefix_with_its_metadata()
    {
        var archive = await OpenAsync();
        var capture = CaptureOf("{}");

        var stored = await archive.StoreAsync(capture, CancellationToken.None);

        using var client = await S3Clients.OwnerAsync();
        var head = await client.GetObjectMetadataAsync(Bucket, $"{prefix}/{stored.Key}");
        Assert.Equal(capture.Sha256, head.Metadata["sha256"]);
        Assert.Equal(capture.Url, head.Metadata["url"]);
        Assert.Equal("coinbase:BTC-USD", head.Metadata["market"]);
        Assert.Equal("2026-11-22T10:00:07.1230000Z", head.Metadata["received-at"]);
    }

    [Fact]
    public async Task An_existing_object_is_never_overwritten()
    {
        var archive = await OpenAsync();
        var stored = await archive.StoreAsync(CaptureOf("{}"), CancellationToken.None);
        using var client = await S3Clients.OwnerAsync();
        var before = await client.GetObjectMetadataAsync(Bucket, $"{prefix}/{stored.Key}");

        await archive.StoreAsync(CaptureOf("{}", stored.Capture.ReceivedAt.AddMinutes(5)), CancellationToken.None);

        var after = await client.GetObjectMetadataAsync(Bucket, $"{prefix}/{stored.Key}");
        Assert.Equal(before.LastModified, after.LastModified);
        Assert.Equal(before.Metadata["received-at"], after.Metadata["received-at"]);
    }

    [Fact]
    public async Task Listing_reads_more_than_one_page()
    {
        var archive = await OpenAsync();
        var capture = CaptureOf("{}");
        using var client = await S3Clients.OwnerAsync();
        await Parallel.ForAsync(0, 1100, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, cancel) =>
        {
            var key = ArchiveKey.Of(capture) with { HashHead = $"{i:x16}" };
            await client.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = $"{prefix}/{key}", ContentBody = "" }, cancel);
        });

        Assert.Equal(1100, (await archive.ListAsync(capture.Market, capture.Slot, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_modified_object_is_rejected_with_its_key()
    {
        var archive = await OpenAsync();
        var stored = await archive.StoreAsync(CaptureOf("{\"a\":1}"), CancellationToken.None);
        var other = await archive.StoreAsync(CaptureOf("{\"a\":2}"), CancellationToken.None);
        using var client = await S3Clients.OwnerAsync();
        await client.CopyObjectAsync(Bucket, $"{prefix}/{other.Key}", Bucket, $"{prefix}/{stored.Key}");

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => archive.ReadAsync(stored.Key, Hour, CancellationToken.None));

        Assert.Contains(stored.Key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_bucket_is_an_unavailable_store()
    {
        using var archive = new S3Archive(await S3Clients.OwnerAsync(), "no-such-bucket", "");
        var key = ArchiveKey.Of(CaptureOf("{}")).ToString();

        await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(CaptureOf("{}"), CancellationToken.None));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.ReadAsync(key, Hour, buffer: null, CancellationToken.None));
    }

    [Fact]
    public async Task Wrong_credentials_are_an_unavailable_store_and_are_not_shown()
    {
        var server = await Radosgw.GetServerAsync();
        var archive = Create(server.ServiceUrl, "hush");

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(CaptureOf("{}"), CancellationToken.None));

        Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_an_unavailable_store()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(
            () => Create(url, "SK").StoreAsync(CaptureOf("{}"), CancellationToken.None));

        Assert.Equal("archive", failure.Store);
    }

    protected override async Task<IArchive> OpenAsync()
    {
        using var client = await S3Clients.OwnerAsync();
        await client.PutBucketAsync(Bucket);
        return Create((await Radosgw.GetServerAsync()).ServiceUrl, Radosgw.SecretKey);
    }

    private IArchive Create(string url, string secretKey) => ArchiveFactory.Create(new ArchiveOptions
    {
        Location = $"s3://{Bucket}/{prefix}/",
        S3 = new S3Options { ServiceUrl = url, ForcePathStyle = true, AccessKey = Radosgw.AccessKey, SecretKey = secretKey },
    });
}
