using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Tests.Archive;

namespace OrderBookSilo.Io.Tests.Audits;

public sealed class S3AuditTests : AuditorSuite
{
    private GuardedBucket bucket = null!;

    private protected override async Task<IArchive> OpenAsync() => (bucket = await GuardedBucket.CreateAsync()).Archive;

    private protected override Task DeleteAsync(string key) => bucket.DeleteAsync(key);

    private protected override Task DamageAsync(string key, string other) => bucket.CopyAsync(other, key);

    private protected override Task LockAsync(params string[] keys) => bucket.ForbidAsync("s3:GetObject", keys);
}
