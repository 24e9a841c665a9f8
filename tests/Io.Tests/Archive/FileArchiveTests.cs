using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json.Nodes;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

public sealed class FileArchiveTests : ArchiveSuite, IDisposable
{
    private readonly TempDirectory temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task The_metadata_are_stored_beside_the_object_and_nothing_else()
    {
        var stored = await StoreAsync(CaptureOf("{}"));

        var name = Path.GetFileName(stored.Key);
        var names = Directory.GetFiles(Path.GetDirectoryName(PathOf(stored.Key))!).Select(Path.GetFileName);
        Assert.Equal(new[] { name, $"_{name}.meta.json" }.Order(), names.Order());
    }

    [Fact]
    public async Task The_same_body_yields_the_same_file()
    {
        var first = await File.ReadAllBytesAsync(PathOf((await StoreAsync(CaptureOf("{}"))).Key));
        var other = await File.ReadAllBytesAsync(PathOf((await StoreAsync(CaptureOf("{}", market: "coinbase:ETH-USD"))).Key));

        Assert.Equal(first, other);
    }

    [Fact]
    public async Task A_modified_object_is_rejected_with_its_key()
    {
        var stored = await StoreAsync(CaptureOf("{\"a\":1}"));
        var other = await StoreAsync(CaptureOf("{\"a\":2}"));
        File.Copy(PathOf(other.Key), PathOf(stored.Key), overwrite: true);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stored.Key));

        Assert.Contains(stored.Key, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_is_readable_whichever_writer_compressed_it(bool saysSo)
    {
        var stored = await StoreAsync(CaptureOf("{\"a\":1}"));
        var metadata = JsonNode.Parse(await File.ReadAllBytesAsync(MetadataPathOf(stored.Key)))!.AsObject();
        Assert.True(saysSo ? metadata.ContainsKey("gzip-sha256") : metadata.Remove("gzip-sha256") && metadata.Remove("metadata-sha256"));
        await File.WriteAllTextAsync(MetadataPathOf(stored.Key), metadata.ToJsonString());
        await using (var gzip = new GZipStream(File.Create(PathOf(stored.Key)), CompressionLevel.NoCompression))
        {
            await gzip.WriteAsync(stored.Capture.Body);
        }

        Assert.Equal(stored.Capture.Body.ToArray(), (await ReadAsync(stored.Key))!.Capture.Body.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(30)]
    public async Task A_truncated_object_is_rejected_with_its_key(int length)
    {
        var stored = await StoreAsync(CaptureOf(string.Join(',', Enumerable.Range(0, 1000))));
        await using (var file = File.OpenWrite(PathOf(stored.Key)))
        {
            file.SetLength(length);
        }

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stored.Key));

        Assert.Contains(stored.Key, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    public async Task An_object_with_a_wrong_length_is_rejected_with_its_key_and_causes_no_large_allocation(int length)
    {
        var stored = await StoreAsync(CaptureOf(string.Join(',', Enumerable.Range(0, 1000))));
        var bytes = await File.ReadAllBytesAsync(PathOf(stored.Key));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(bytes.Length - 4), length);
        await File.WriteAllBytesAsync(PathOf(stored.Key), bytes);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stored.Key));

        Assert.Contains(stored.Key, refusal.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 20_000_000);
    }

    [Fact]
    public async Task An_object_followed_by_another_one_is_rejected_with_its_key()
    {
        var stored = await StoreAsync(CaptureOf("{\"a\":1}"));
        var whole = await File.ReadAllBytesAsync(PathOf(stored.Key));
        await File.WriteAllBytesAsync(PathOf(stored.Key), [.. whole, .. whole]);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stored.Key));

        Assert.Contains(stored.Key, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_without_metadata_is_rejected_until_the_body_is_stored_again()
    {
        var stored = await StoreAsync(CaptureOf("{}"));
        File.Delete(MetadataPathOf(stored.Key));

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(stored.Key));
        var again = await StoreAsync(CaptureOf("{}"));

        Assert.Equal(again.Capture.ReceivedAt, (await ReadAsync(stored.Key))!.Capture.ReceivedAt);
    }

    [Fact]
    public async Task After_a_crash_between_metadata_and_object_the_capture_is_stored()
    {
        var stored = await StoreAsync(CaptureOf("{}"));
        File.Delete(PathOf(stored.Key));

        Assert.Null(await ReadAsync(stored.Key));
        var again = await StoreAsync(CaptureOf("{}", stored.Capture.ReceivedAt.AddMinutes(5)));

        Assert.Equal(again.Capture.ReceivedAt, (await ReadAsync(stored.Key))!.Capture.ReceivedAt);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"market\":\"coin")]
    [InlineData("{\"market\":\"coinbase:BTC-USD\"}")]
    [InlineData("null")]
    public async Task Unreadable_metadata_without_an_object_are_replaced(string metadata)
    {
        var stored = await StoreAsync(CaptureOf("{}"));
        File.Delete(PathOf(stored.Key));
        await File.WriteAllTextAsync(MetadataPathOf(stored.Key), metadata);

        await StoreAsync(CaptureOf("{}"));

        Assert.NotNull(await ReadAsync(stored.Key));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_created_is_an_unavailable_store()
    {
        var file = temporary["file"];
        await File.WriteAllTextAsync(file, "");
        var archive = new FileArchive(Path.Combine(file, "archive"));

        var failure = await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(CaptureOf("{}"), CancellationToken.None));

        Assert.Equal("archive", failure.Store);
    }

    protected override Task<IArchive> OpenAsync() => Task.FromResult<IArchive>(new FileArchive(temporary.FullName));

    private Task<ArchivedCapture> StoreAsync(Capture capture) => new FileArchive(temporary.FullName).StoreAsync(capture, CancellationToken.None);

    // Reads it once as a replay does, and once as everything else does.
    private async Task<ArchivedCapture?> ReadAsync(string key)
    {
        using var buffer = new RentedBytes();
        var archive = new FileArchive(temporary.FullName);
        var quick = await archive.ReadAsync(key, Hour, buffer, CancellationToken.None);
        var whole = await archive.ReadAsync(key, Hour, buffer: null, CancellationToken.None);
        Assert.Equal(whole?.Capture.Body.ToArray(), quick?.Capture.Body.ToArray());
        return whole;
    }

    private string PathOf(string key) => Path.Combine(temporary.FullName, key);

    private string MetadataPathOf(string key)
    {
        var path = PathOf(key);
        return Path.Combine(Path.GetDirectoryName(path)!, $"_{Path.GetFileName(path)}.meta.json");
    }
}
