namespace OrderBookSilo.Core.Pulls;

/// <summary>
/// When one address may send one venue its next request: a weight budget over a sliding minute, and stops that the venue
/// asked for. Reservations are granted in the order they are asked for. Not thread-safe.
/// </summary>
/// <param name="weightPerMinute">In the venue's own weights; 0 is no limit.</param>
public sealed class VenueBudget(int weightPerMinute)
{
    /// <summary>A minute, and a second because requests do not travel equally fast.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(61);

    /// <summary>A stop without a stated length after "too many requests".</summary>
    public static readonly TimeSpan RateLimitStop = TimeSpan.FromSeconds(60);

    /// <summary>A stop without a stated length after a ban.</summary>
    public static readonly TimeSpan BanStop = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan RateLimitStopMax = TimeSpan.FromHours(1);

    /// <summary>The longest ban that a venue documents (binance).</summary>
    public static readonly TimeSpan BanStopMax = TimeSpan.FromDays(3);

    private readonly Queue<Reservation> reservations = new();
    private DateTimeOffset latestAt;
    private PullFailure? stop;
    private DateTimeOffset stopEndsAt;

    /// <summary>Reserves weight at the earliest possible time and says how long to wait for it, or why not at all.</summary>
    public BudgetDecision Reserve(DateTimeOffset now, int weight, TimeSpan waitMax)
    {
        if (FindStop(now) is { } stopped)
        {
            return new BudgetDecision(TimeSpan.Zero, stopped);
        }

        if (weightPerMinute == 0)
        {
            return default;
        }

        if (weight > weightPerMinute)
        {
            return Refuse($"one request weighs {weight}, the budget is {weightPerMinute} a minute");
        }

        var at = EarliestFor(now, weight);
        if (at - now > waitMax)
        {
            return Refuse($"the budget of {weightPerMinute} a minute is used up for {(at - now).TotalSeconds:0} s", at - now);
        }

        reservations.Enqueue(new Reservation(at, weight));
        latestAt = at;
        return new BudgetDecision(at - now, null);
    }

    /// <summary>The failure that a request would get while the venue has told us to stop; null when it has not.</summary>
    public PullFailure? FindStop(DateTimeOffset now)
    {
        if (stop is null || now >= stopEndsAt)
        {
            return null;
        }

        var left = stopEndsAt - now;
        return new PullFailure(stop.Kind, $"not asked for another {left.TotalSeconds:0} s: {stop.Message}", null, left);
    }

    /// <summary>Takes notice of an answer: a rate limit or a ban stops everything for as long as it says.</summary>
    public void Note(DateTimeOffset now, PullFailure failure)
    {
        var (length, lengthMax) = failure.Kind switch
        {
            FailureKind.RateLimited => (failure.RetryAfter ?? RateLimitStop, RateLimitStopMax),
            FailureKind.Banned => (failure.RetryAfter ?? BanStop, BanStopMax),
            _ => default,
        };
        var endsAt = now + (length < lengthMax ? length : lengthMax);
        if (endsAt > now && endsAt >= stopEndsAt)
        {
            stop = failure;
            stopEndsAt = endsAt;
        }
    }

    private DateTimeOffset EarliestFor(DateTimeOffset now, int weight)
    {
        while (reservations.TryPeek(out var oldest) && oldest.At + Window <= now)
        {
            reservations.Dequeue();
        }

        var at = now > latestAt ? now : latestAt;
        var used = reservations.Sum(reservation => reservation.Weight);
        foreach (var reservation in reservations)
        {
            var leavesAt = reservation.At + Window;
            if (leavesAt > at && used + weight <= weightPerMinute)
            {
                break;
            }

            at = leavesAt > at ? leavesAt : at;
            used -= reservation.Weight;
        }

        return at;
    }

    private static BudgetDecision Refuse(string message, TimeSpan? retryAfter = null) =>
        new(TimeSpan.Zero, new PullFailure(FailureKind.Budget, message, null, retryAfter));

    private readonly record struct Reservation(DateTimeOffset At, int Weight);
}

/// <summary>Wait this long and then send, or do not send at all.</summary>
public readonly record struct BudgetDecision(TimeSpan Wait, PullFailure? Failure);
