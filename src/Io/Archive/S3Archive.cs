using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>
/// An archive in an S3 bucket or an S3-compatible store. Objects are created only if the key is free (<c>If-None-Match: *</c>,
/// which the store must support, as S3 and Ceph do); the first object is kept, and its metadata are the capture's times.
/// </summary>
public sealed class S3Archive(IAmazonS3 client, string bucket, string prefix) : IArchive, IDisposable
{
    private readonly string folder = prefix.Length == 0 ? "" : prefix + "/";

    public Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel) =>
        GuardAsync(() => PutAsync(capture, cancel), cancel);

    public Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel) =>
        GuardAsync(() => GetAsync(key, slotLength, buffer, cancel), cancel);

    public Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel) => GuardAsync(() => GetSizeAsync(key, cancel), cancel);

    public Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel) =>
        GuardAsync(() => ListPagesAsync(folder + ArchiveKey.PrefixOf(market, slot), cancel), cancel);

    public async IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = folder + ArchiveKey.PrefixOf(place) };
        do
        {
            var page = await GuardAsync(() => client.ListObjectsV2Async(request, cancel), cancel).ConfigureAwait(false);
            foreach (var item in page.S3Objects ?? [])
            {
                yield return ArchiveKey.Entry(item.Key[folder.Length..], item.Size ?? 0);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    public void Dispose() => client.Dispose();

    private async Task<ArchivedCapture> PutAsync(Capture capture, CancellationToken cancel)
    {
        var key = ArchiveKey.Of(capture).ToString();
        var compressed = ArchiveObject.Compress(capture.Body.Span);
        using var body = new MemoryStream(compressed);
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = folder + key,
            InputStream = body,
            ContentType = "application/gzip",
            IfNoneMatch = "*",
        };
        foreach (var (name, value) in ArchiveMetadata.Of(capture, compressed).ToFields())
        {
            request.Metadata[name] = PercentText.EncodeHeader(value);
        }

        try
        {
            await client.PutObjectAsync(request, cancel).ConfigureAwait(false);
            return new ArchivedCapture(key, capture);
        }
        catch (AmazonS3Exception refusal) when (refusal.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            var head = await client.GetObjectMetadataAsync(bucket, folder + key, cancel).ConfigureAwait(false);
            return ArchiveObject.Reuse(key, MetadataOf(key, head.Metadata), capture);
        }
    }

    private async Task<ArchivedCapture?> GetAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel)
    {
        if (!ArchiveKey.TryParse(key, out _))
        {
            throw new InvalidDataException($"'{key}' is not an archive key");
        }

        try
        {
            using var response = await client.GetObjectAsync(bucket, folder + key, cancel).ConfigureAwait(false);
            using var bytes = new MemoryStream();
            await response.ResponseStream.CopyToAsync(bytes, cancel).ConfigureAwait(false);
            var compressed = new ArraySegment<byte>(bytes.GetBuffer(), 0, (int)bytes.Length);
            return ArchiveObject.Open(key, MetadataOf(key, response.Metadata), compressed, slotLength, buffer);
        }
        catch (AmazonS3Exception refusal) when (refusal.ErrorCode is "NoSuchKey")
        {
            return null;
        }
        catch (AmazonS3Exception refusal) when (refusal.ErrorCode is "InvalidObjectState")
        {
            throw new InvalidDataException($"{key}: its storage class requires a restore before it can be read", refusal);
        }
    }

    private async Task<long?> GetSizeAsync(string key, CancellationToken cancel)
    {
        try
        {
            var request = new GetObjectRequest { BucketName = bucket, Key = folder + key, ByteRange = new ByteRange($"bytes=-{ArchiveObject.SizeBytes}") };
            using var response = await client.GetObjectAsync(request, cancel).ConfigureAwait(false);
            using var end = new MemoryStream();
            await response.ResponseStream.CopyToAsync(end, cancel).ConfigureAwait(false);
            return ArchiveObject.ReadSize(end.ToArray());
        }
        catch (AmazonS3Exception refusal) when (refusal.ErrorCode is "NoSuchKey" or "InvalidRange")
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<string>> ListPagesAsync(string start, CancellationToken cancel)
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = start };
        do
        {
            var page = await client.ListObjectsV2Async(request, cancel).ConfigureAwait(false);
            keys.AddRange((page.S3Objects ?? []).Select(item => item.Key[folder.Length..]).Where(key => ArchiveKey.TryParse(key, out _)));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return keys;
    }

    private static ArchiveMetadata MetadataOf(string key, MetadataCollection stored)
    {
        var fields = ArchiveMetadata.Names
            .Where(name => stored[name] is not null)
            .ToDictionary(name => name, name => PercentText.Decode(stored[name]));
        return ArchiveMetadata.TryRead(fields, out var metadata)
            ? metadata
            : throw new InvalidDataException($"{key}: its metadata are missing or unreadable");
    }

    private static async Task<T> GuardAsync<T>(Func<Task<T>> work, CancellationToken cancel)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception failure) when (IsUnavailability(failure) && !cancel.IsCancellationRequested)
        {
            throw new StoreUnavailableException("archive", failure) { IsRefusal = IsRefusal(failure) };
        }
    }

    // A response that the same request will get again. No error code tells its scope: AccessDenied may concern a key or the whole bucket.
    private static bool IsRefusal(Exception failure) => failure is AmazonServiceException
    {
        StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests),
    };

    private static bool IsUnavailability(Exception failure) =>
        failure is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or OperationCanceledException;
}
