using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
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
/// which the store must support, as S3 and Ceph do); the first object is kept, and its metadata are the capture's times. A put
/// counts once the store's answer or a read proves that it holds the bytes sent.
/// </summary>
public sealed class S3Archive(IAmazonS3 client, string bucket, string prefix) : IArchive, IDisposable
{
    private readonly string folder = prefix.Length == 0 ? "" : prefix + "/";

    public Task<ArchivedCapture> StoreAsync(Capture capture, CancellationToken cancel) =>
        S3Errors.GuardAsync(() => PutAsync(capture, cancel), cancel);

    public Task<ArchivedCapture?> ReadAsync(string key, TimeSpan? slotLength, RentedBytes? buffer, CancellationToken cancel) =>
        S3Errors.GuardAsync(() => GetAsync(key, slotLength, buffer, cancel), cancel);

    public Task<long?> ReadBodyBytesAsync(string key, CancellationToken cancel) => S3Errors.GuardAsync(() => GetSizeAsync(key, cancel), cancel);

    public Task<IReadOnlyList<string>> ListAsync(Market market, Slot slot, CancellationToken cancel) =>
        S3Errors.GuardAsync(() => ListPagesAsync(folder + ArchiveKey.PrefixOf(market, slot), cancel), cancel);

    public async IAsyncEnumerable<ArchiveEntry> ListAsync(ArchivePlace place, [EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = folder + ArchiveKey.PrefixOf(place) };
        do
        {
            var page = await S3Errors.GuardAsync(() => client.ListObjectsV2Async(request, cancel), cancel).ConfigureAwait(false);
            foreach (var item in page.S3Objects ?? [])
            {
                yield return ArchiveKey.Entry(item.Key[folder.Length..], item.Size ?? 0);
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    public Task<string?> ReadMarkerAsync(CancellationToken cancel) => S3Errors.GuardAsync(() => GetMarkerAsync(cancel), cancel);

    public Task<bool> TryAddMarkerAsync(string archiveId, CancellationToken cancel) =>
        S3Errors.GuardAsync(() => PutMarkerAsync(Encoding.UTF8.GetBytes(archiveId), cancel), cancel);

    public void Dispose() => client.Dispose();

    private async Task<string?> GetMarkerAsync(CancellationToken cancel)
    {
        try
        {
            using var response = await client.GetObjectAsync(bucket, folder + ArchiveMarker.Key, cancel).ConfigureAwait(false);
            var bytes = new byte[ArchiveMarker.BytesMax];
            var length = await response.ResponseStream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
            return Encoding.UTF8.GetString(bytes, 0, length).Trim();
        }
        catch (AmazonS3Exception refusal) when (refusal.ErrorCode is "NoSuchKey")
        {
            return null;
        }
    }

    private async Task<bool> PutMarkerAsync(byte[] bytes, CancellationToken cancel)
    {
        try
        {
            using var body = new MemoryStream(bytes);
            await client.PutObjectAsync(NewObject(ArchiveMarker.Key, body, Md5(bytes)), cancel).ConfigureAwait(false);
            return true;
        }
        catch (AmazonS3Exception refusal) when (refusal.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            return false;
        }
    }

    private async Task<ArchivedCapture> PutAsync(Capture capture, CancellationToken cancel)
    {
        var key = ArchiveKey.Of(capture).ToString();
        var compressed = ArchiveObject.Compress(capture.Body.Span);
        using var body = new MemoryStream(compressed);
        var request = NewObject(key, body, Md5(compressed));
        request.ContentType = "application/gzip";
        foreach (var (name, value) in ArchiveMetadata.Of(capture, compressed).ToFields())
        {
            request.Metadata[name] = PercentText.EncodeHeader(value);
        }

        try
        {
            var answer = await client.PutObjectAsync(request, cancel).ConfigureAwait(false);
            await CheckStoredAsync(key, answer.ETag, compressed, cancel).ConfigureAwait(false);
            return new ArchivedCapture(key, capture);
        }
        catch (AmazonS3Exception refusal) when (refusal.StatusCode is HttpStatusCode.PreconditionFailed)
        {
            var head = await client.GetObjectMetadataAsync(bucket, folder + key, cancel).ConfigureAwait(false);
            var archived = ArchiveObject.Reuse(key, MetadataOf(key, head.Metadata), capture);
            await CheckStoredAsync(key, head.ETag, compressed, cancel).ConfigureAwait(false);
            return archived;
        }
    }

    // One signed payload: some stores keep the framing of a chunked one as part of the object. A bucket with object lock requires the MD5.
    private PutObjectRequest NewObject(string key, Stream body, byte[] md5) => new()
    {
        BucketName = bucket,
        Key = folder + key,
        InputStream = body,
        UseChunkEncoding = false,
        MD5Digest = Convert.ToBase64String(md5),
        IfNoneMatch = "*",
    };

    // The ETag of a single put is the MD5 of the stored bytes, except with SSE-KMS and in some other stores: then the object is read.
    private async Task CheckStoredAsync(string key, string? etag, byte[] compressed, CancellationToken cancel)
    {
        if (etag?.Trim('"') == Convert.ToHexStringLower(Md5(compressed)))
        {
            return;
        }

        try
        {
            if (await GetAsync(key, slotLength: null, buffer: null, cancel).ConfigureAwait(false) is null)
            {
                throw S3Errors.Damage(key, "there is no such object");
            }
        }
        catch (InvalidDataException damage)
        {
            throw S3Errors.Damage(key, damage.Message);
        }
    }

    [SuppressMessage("Security", "CA5351", Justification = "S3 prescribes MD5; evidence is protected by its SHA-256.")]
    private static byte[] Md5(byte[] bytes) => MD5.HashData(bytes);

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
}
