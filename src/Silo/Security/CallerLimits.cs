using System.Threading.RateLimiting;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>Limits the calls of each key, or of each address without one; callers on this machine are not limited.</summary>
internal sealed class CallerLimits : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly PartitionedRateLimiter<Caller>? limiter;

    public CallerLimits(SiloSettings settings)
    {
        var limits = settings.Access.Limits;
        limiter = limits.RequestsPerSecond == 0 ? null : PartitionedRateLimiter.Create<Caller, string>(caller =>
            RateLimitPartition.GetTokenBucketLimiter(caller.Account, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = Math.Max(limits.Burst, limits.RequestsPerSecond),
                TokensPerPeriod = limits.RequestsPerSecond,
                ReplenishmentPeriod = Period,
                QueueLimit = 0,
            }));
    }

    /// <summary>Counts a call; false when it exceeds the limit.</summary>
    public bool MayCall(Caller caller)
    {
        if (limiter is null || caller is { IsLocal: true, Key: null })
        {
            return true;
        }

        using var lease = limiter.AttemptAcquire(caller);
        return lease.IsAcquired;
    }

    public void Dispose() => limiter?.Dispose();
}
