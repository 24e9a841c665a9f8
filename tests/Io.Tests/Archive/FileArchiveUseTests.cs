using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

public sealed class FileArchiveUseTests : ArchiveUseSuite, IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task An_object_under_the_key_of_another_slot_is_reported()
    {
        var key = (await World.Archive.StoreAsync(Some.Capture(), None)).Key;
        var elsewhere = key.Replace("T100000Z", "T110000Z", StringComparison.Ordinal);
        File.Move(directory[key], directory[elsewhere]);
        File.Move(MetadataOf(key), MetadataOf(elsewhere));

        var scanned = await Scan.VerifyAsync(ScanRequest.Everything, None).SingleAsync();

        Assert.Equal((ArchiveFindingKind.Misplaced, elsewhere), (scanned.Finding!.Kind, scanned.Finding.Key));
    }

    [Fact]
    public async Task A_scan_does_not_trust_a_writers_hash()
    {
        var capture = Some.Capture();
        var key = (await World.Archive.StoreAsync(capture, None)).Key;
        var other = (await World.Archive.StoreAsync(capture with { Body = "{\"other\":1}"u8.ToArray(), Sha256 = new string('0', 64) }, None)).Key;
        Assert.Null((await ReadMetadataAsync(other))["gzip-sha256"]);
        File.Copy(directory[other], directory[key], overwrite: true);
        var metadata = await ReadMetadataAsync(key);
        metadata.AsObject().Remove("metadata-sha256");
        metadata["gzip-sha256"] = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(directory[key])));
        await File.WriteAllTextAsync(MetadataOf(key), metadata.ToJsonString());

        var scanned = await Scan.VerifyAsync(ScanRequest.Everything, None).ToListAsync();

        Assert.Equal(ArchiveFindingKind.Damaged, scanned.Single(item => item.Entry.Key == key).Finding!.Kind);
    }

    [Theory]
    [InlineData("received-at", "2026-11-22T10:00:03.7500000Z")]
    [InlineData("url", "https://elsewhere.test/book")]
    [InlineData("status", "201")]
    public async Task Changed_metadata_are_reported(string field, string value)
    {
        var key = (await World.Archive.StoreAsync(Some.Capture(), None)).Key;
        await ChangeAsync(key, field, value);

        Assert.Equal(ArchiveFindingKind.Damaged, (await Scan.VerifyAsync(ScanRequest.Everything, None).SingleAsync()).Finding?.Kind);
    }

    [Fact]
    public async Task A_changed_time_whose_hash_was_changed_with_it_or_never_existed_is_found_by_the_facts()
    {
        var archived = await World.Archive.StoreAsync(Some.Capture("no book"), None);
        await World.Facts.WriteAsync(archived, SpoolWorld.Pair, None);
        await ChangeAsync(archived.Key, "metadata-sha256", null);
        var before = await Scan.VerifyAsync(ScanRequest.Everything, None).SingleAsync();
        await ChangeAsync(archived.Key, "received-at", "2026-11-22T10:00:03.7500000Z");

        var after = await Scan.VerifyAsync(ScanRequest.Everything, None).SingleAsync();

        Assert.Equal((null, true), (before.Finding, before.IsUnproved));
        Assert.Equal(ArchiveFindingKind.Damaged, after.Finding?.Kind);
        Assert.Contains("the facts say 2026-11-22T10:00:02.75", after.Finding!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(9)]
    public async Task A_changed_byte_of_the_gzip_header_is_reported(int position)
    {
        var key = (await World.Archive.StoreAsync(Some.Capture(), None)).Key;
        Assert.False((await Scan.VerifyAsync(ScanRequest.Everything, None).SingleAsync()).IsUnproved);
        var bytes = await File.ReadAllBytesAsync(directory[key]);
        bytes[position] ^= 4;
        await File.WriteAllBytesAsync(directory[key], bytes);

        Assert.Equal(ArchiveFindingKind.Damaged, (await Scan.VerifyAsync(ScanRequest.Everything, None).SingleAsync()).Finding?.Kind);
    }

    private async Task ChangeAsync(string key, string field, string? value)
    {
        var metadata = (await ReadMetadataAsync(key)).AsObject();
        metadata.Remove(field);
        if (value is not null)
        {
            metadata[field] = value;
        }

        await File.WriteAllTextAsync(MetadataOf(key), metadata.ToJsonString());
    }

    private async Task<JsonNode> ReadMetadataAsync(string key) => JsonNode.Parse(await File.ReadAllBytesAsync(MetadataOf(key)))!;

    private string MetadataOf(string key) => Path.Combine(Path.GetDirectoryName(directory[key])!, $"_{Path.GetFileName(key)}.meta.json");

    private protected override Task<IArchive> OpenAsync() => Task.FromResult<IArchive>(new FileArchive(directory.FullName));

    private protected override Task DeleteAsync(string key)
    {
        File.Delete(directory[key]);
        return Task.CompletedTask;
    }

    private protected override Task DamageAsync(string key, string other)
    {
        File.Copy(directory[other], directory[key], overwrite: true);
        return Task.CompletedTask;
    }

    private protected override Task PutAsync(string key, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(directory[key])!);
        return File.WriteAllBytesAsync(directory[key], bytes);
    }
}
