using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Archive;

/// <summary>The policy of <c>deploy/s3-policy.json</c> on a real store: it lets a silo's user do its work and nothing else.</summary>
public sealed class S3PolicyTests
{
    private const string Bucket = "guarded";
    private const string Prefix = "orderbook";
    private static readonly Capture Others = Some.Capture("{\"by\":\"another\"}");

    [Fact]
    public async Task With_the_policy_an_archive_works_and_cannot_destroy_anything()
    {
        var server = await Radosgw.GetServerAsync();
        await server.AddUserAsync("silo", "AKSILO", "SKSILO");
        using var owner = S3Clients.As(server, Radosgw.AccessKey, Radosgw.SecretKey);
        using var silo = S3Clients.As(server, "AKSILO", "SKSILO");
        await owner.PutBucketAsync(Bucket);
        var archive = new S3Archive(silo, Bucket, Prefix);

        // Users may read their own objects with any policy, so this one belongs to another user.
        await new S3Archive(owner, Bucket, Prefix).StoreAsync(Others, CancellationToken.None);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => UseAsync(archive));
        await PutPolicyAsync(owner, Policy(without: null));
        var key = await UseAsync(archive);

        await RefusesAsync(() => silo.DeleteObjectAsync(Bucket, $"{Prefix}/{key}"));
        await RefusesAsync(() => silo.PutObjectAsync(new PutObjectRequest { BucketName = Bucket, Key = "elsewhere", ContentBody = "" }));
        await RefusesAsync(() => silo.PutBucketPolicyAsync(Bucket, Policy(without: null)));
        await RefusesAsync(() => silo.DeleteBucketAsync(Bucket));

        foreach (var action in (string[])["s3:GetObject", "s3:PutObject", "s3:ListBucket"])
        {
            await PutPolicyAsync(owner, Policy(without: action));
            var without = await Record.ExceptionAsync(() => UseAsync(archive));
            Assert.True(without is StoreUnavailableException, $"{action} is not needed: {without}");
        }
    }

    // A connection on which radosgw rejected an object before reading all of it may treat the rest as the next request.
    private static async Task PutPolicyAsync(IAmazonS3 owner, string policy)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await owner.PutBucketPolicyAsync(Bucket, policy);
                return;
            }
            catch (AmazonS3Exception garbled) when (garbled.StatusCode == HttpStatusCode.BadRequest && tries < 3)
            {
                // Retry on another connection, or on the same one after it was closed.
            }
        }
    }

    // Everything that a silo does: put, put an existing object (which reads its metadata), list, read, and read a missing object.
    private static async Task<string> UseAsync(IArchive archive)
    {
        var capture = Some.Capture();
        var stored = await archive.StoreAsync(capture, CancellationToken.None);
        Assert.Equal(stored.Key, (await archive.StoreAsync(capture, CancellationToken.None)).Key);
        Assert.Contains(stored.Key, await archive.ListAsync(capture.Market, capture.Slot, CancellationToken.None));
        Assert.NotNull(await archive.ReadAsync(stored.Key, capture.Slot.Length, CancellationToken.None));
        Assert.NotNull(await archive.ReadAsync(ArchiveKey.Of(Others).ToString(), Others.Slot.Length, CancellationToken.None));
        var absent = (ArchiveKey.Of(capture) with { HashHead = "0000000000000000" }).ToString();
        Assert.Null(await archive.ReadAsync(absent, capture.Slot.Length, CancellationToken.None));
        return stored.Key;
    }

    /// <summary>The policy file for this bucket; a bucket policy also needs a principal.</summary>
    private static string Policy(string? without)
    {
        var policy = JsonNode.Parse(File.ReadAllText(PathOf()).Replace("your-bucket", Bucket, StringComparison.Ordinal))!;
        foreach (var statement in policy["Statement"]!.AsArray())
        {
            statement!["Principal"] = new JsonObject { ["AWS"] = "arn:aws:iam:::user/silo" };
            var actions = statement["Action"]!.AsArray().Select(action => action!.GetValue<string>()).Where(action => action != without).ToArray();

            // A statement must have an action; this one grants nothing.
            statement["Action"] = new JsonArray([.. (actions.Length == 0 ? ["s3:GetBucketLocation"] : actions).Select(action => JsonValue.Create(action))]);
        }

        return policy.ToJsonString();
    }

    private static async Task RefusesAsync(Func<Task> call)
    {
        var refusal = await Assert.ThrowsAnyAsync<AmazonS3Exception>(call);
        Assert.Equal(HttpStatusCode.Forbidden, refusal.StatusCode);
    }

    private static string PathOf([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../deploy/s3-policy.json");
}
