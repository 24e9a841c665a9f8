using System.Security.Cryptography;
using Amazon.S3.Model;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Tests.Spooling;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Faults;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>A capture counts as stored only when the store holds its very bytes.</summary>
public sealed class S3EvidenceTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Theory]
    [InlineData(BadConduct.None)]
    [InlineData(BadConduct.KeepsFraming)]
    [InlineData(BadConduct.InventsETags)]
    public async Task A_stored_object_is_the_compressed_body_and_nothing_else(BadConduct conduct)
    {
        await using var server = await BadS3.StartAsync(conduct);
        var capture = Some.Capture("{\"bids\":[],\"asks\":[]}");

        var stored = await ArchiveIn(server).StoreAsync(capture, None);

        var put = Assert.Single(server.Puts);
        Assert.False(put.ContainsKey("x-amz-decoded-content-length"));
        Assert.Equal(64, put["X-Amz-Content-SHA256"].Length);
        Assert.Equal(capture.Body.ToArray(), (await ArchiveIn(server).ReadAsync(stored.Key, capture.Slot.Length, None))!.Capture.Body.ToArray());
    }

    [Theory]
    [InlineData(BadConduct.Truncates)]
    public async Task A_store_that_changes_the_bytes_has_not_stored_them_however_often_they_are_sent(BadConduct conduct)
    {
        await using var server = await BadS3.StartAsync(conduct);
        var archive = ArchiveIn(server);

        for (var tries = 0; tries < 2; tries++)
        {
            var damage = await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(Some.Capture(), None));

            Assert.True(damage.IsRefusal);
            Assert.Contains("other bytes than it was sent", damage.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_store_that_denies_its_damage_is_caught_at_the_next_put_of_the_same_body()
    {
        await using var server = await BadS3.StartAsync(BadConduct.TruncatesAndDenies);
        var archive = ArchiveIn(server);
        await archive.StoreAsync(Some.Capture(), None);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(Some.Capture(), None));
    }

    [Fact]
    public async Task What_a_store_damages_waits_in_the_spool_and_has_no_facts()
    {
        await using var server = await BadS3.StartAsync(BadConduct.Truncates);
        await using var world = await SpoolWorld.CreateAsync(archive: ArchiveIn(server));

        await world.PullAsync();
        for (var tries = 0; tries < 5; tries++)
        {
            await world.DrainAsync();
        }

        Assert.Equal((1, 0), (world.Spool.Look().Entries, world.Spool.Look().Quarantined));
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM fact_book"));
    }

    [Fact]
    public async Task The_etag_of_a_real_store_proves_the_bytes()
    {
        const string Bucket = "proved";
        using var client = await S3Clients.OwnerAsync();
        await client.PutBucketAsync(Bucket);
        using var archive = new S3Archive(await S3Clients.OwnerAsync(), Bucket, "");

        var stored = await archive.StoreAsync(Some.Capture(), None);

        using var answer = await client.GetObjectAsync(new GetObjectRequest { BucketName = Bucket, Key = stored.Key });
        using var bytes = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(bytes);
        Assert.Equal(Convert.ToHexStringLower(MD5.HashData(bytes.ToArray())), answer.ETag.Trim('"'));
    }

    [Fact]
    public async Task An_existing_object_with_other_bytes_is_not_taken_for_the_capture()
    {
        using var directory = new TempDirectory();
        IArchive archive = new FileArchive(directory.FullName);
        var (stored, other) = (await archive.StoreAsync(Some.Capture("{\"a\":1}"), None), await archive.StoreAsync(Some.Capture("{\"a\":2}"), None));
        File.Copy(directory[other.Key], directory[stored.Key], overwrite: true);

        var damage = await Assert.ThrowsAsync<StoreUnavailableException>(() => archive.StoreAsync(Some.Capture("{\"a\":1}"), None));

        Assert.True(damage.IsRefusal);
    }

    private static IArchive ArchiveIn(BadS3 server) => ArchiveFactory.Create(new ArchiveOptions
    {
        Location = "s3://captures/ours",
        S3 = new S3Options { ServiceUrl = server.Url, ForcePathStyle = true, AccessKey = "AK", SecretKey = "SK" },
    });
}
