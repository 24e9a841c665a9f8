using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
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

        var scanned = await new ArchiveScan(World.Archive, new PullActivity(World.Clock)).VerifyAsync(ScanRequest.Everything, None).SingleAsync();

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
        metadata["gzip-sha256"] = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(directory[key])));
        await File.WriteAllTextAsync(MetadataOf(key), metadata.ToJsonString());

        var scanned = await new ArchiveScan(World.Archive, new PullActivity(World.Clock)).VerifyAsync(ScanRequest.Everything, None).ToListAsync();

        Assert.Equal(ArchiveFindingKind.Damaged, scanned.Single(item => item.Entry.Key == key).Finding!.Kind);
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
