using System.Globalization;
using Amazon.S3.Model;
using Xunit.Sdk;

namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Damages sound data on purpose: a check that does not find its damage checks nothing.</summary>
internal sealed class PlantedDamage(CrashWorld world, ArchivedEvidence archived, DateTimeOffset until)
{
    private const string GapBesideABook = """
        INSERT INTO fact_gap
        SELECT (jsonb_populate_record(gap, jsonb_build_object('market_id', book.market_id, 'slot', book.slot))).*
        FROM fact_gap AS gap, fact_book AS book LIMIT 1
        """;

    private const string SecondPullOfAnObject = """
        INSERT INTO fact_pull
        SELECT (jsonb_populate_record(pull, jsonb_build_object('requested_at', pull.requested_at - interval '1 millisecond'))).*
        FROM fact_pull AS pull WHERE outcome = 'book' LIMIT 1
        """;

    private const string NoMoreOfAGap = "DELETE FROM fact_gap WHERE (market_id, slot) = (SELECT market_id, slot FROM fact_gap LIMIT 1)";

    private const string NoMoreOfAFill = """
        DELETE FROM fact_fill AS fill
        WHERE (market_id, slot, side, order_size, position) = (SELECT market_id, slot, side, order_size, position FROM fact_fill WHERE amount > 0 LIMIT 1)
        """;

    public async Task IsFoundAsync()
    {
        await IsFoundInArchiveAsync();
        await DoAsync(SecondPullOfAnObject);
        await Assert.ThrowsAnyAsync<XunitException>(() => Settled.NothingIsDoubledAsync(world.Database));
        await DoAsync("DELETE FROM fact_pull AS pull USING fact_pull AS other WHERE pull.archive_key = other.archive_key AND pull.requested_at < other.requested_at");
        await Settled.NothingIsDoubledAsync(world.Database);
        await DoAsync(GapBesideABook);
        await Assert.ThrowsAnyAsync<XunitException>(() => Settled.NothingIsDoubledAsync(world.Database));
        await DoAsync("DELETE FROM fact_gap AS gap USING fact_book AS book WHERE (gap.market_id, gap.slot) = (book.market_id, book.slot)");
        await Settled.NothingIsDoubledAsync(world.Database);
        await DoAsync(NoMoreOfAGap);
        Assert.Equal(1, await Settled.CountLostAsync(world.Database, until));
        await DoAsync(NoMoreOfAFill);
        await Assert.ThrowsAnyAsync<XunitException>(() => Settled.NothingIsDoubledAsync(world.Database));
    }

    private async Task IsFoundInArchiveAsync()
    {
        var listed = await world.Objects.ListObjectsV2Async(new ListObjectsV2Request { BucketName = world.Bucket, Prefix = "raw/" });
        var (one, other) = (listed.S3Objects[0].Key, listed.S3Objects[1].Key);
        var unnamed = one.Replace("raw/", "raw/un", StringComparison.Ordinal);
        await world.Objects.CopyObjectAsync(world.Bucket, one, world.Bucket, unnamed);
        await Assert.ThrowsAnyAsync<XunitException>(archived.IsNamedAsync);
        await world.Objects.DeleteObjectAsync(world.Bucket, unnamed);
        await archived.IsNamedAsync();
        await world.Objects.CopyObjectAsync(world.Bucket, other, world.Bucket, one);
        await Assert.ThrowsAnyAsync<XunitException>(archived.IsNamedAsync);
    }

    private async Task DoAsync(string sql)
    {
        await using var command = world.Database.CreateCommand(sql);
        var rows = await command.ExecuteNonQueryAsync();
        Assert.True(rows > 0, string.Create(CultureInfo.InvariantCulture, $"{rows} rows: {sql}"));
    }
}
