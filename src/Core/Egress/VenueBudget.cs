using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// Decides when one address may send its next request to one venue: a weight budget over a sliding minute, and stops ordered by
/// the venue. Reservations are granted in the order of the calls. Not thread-safe.
/// </summary>
/// <param name="weightPerMinute">In the venue's own weights; 0 is no limit.</param>
/// <param name="window">How long a request counts; null for <see cref="Window"/>.</param>
public sealed class VenueBudget(int weightPerMinute, TimeSpan? window = null)
{
    /// <summary>A minute, plus a second because requests do not travel equally fast.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(61);

    /// <summary>Length of a stop after "too many requests" when the venue states none.</summary>
    public static readonly TimeSpan RateLimitStop = TimeSpan.FromSeconds(60);

    /// <summary>Length of a stop after a ban when the venue states none.</summary>
    public static readonly TimeSpan BanStop = TimeSpan.FromMinutes(2);

    public static readonly TimeSpan RateLimitStopMax = TimeSpan.FromHours(1);

    /// <summary>The longest ban that a venue documents (Binance).</summary>
    public static readonly TimeSpan BanStopMax = TimeSpan.FromDays(3);

    /// <summary>
    /// The share of a budget that retries may use, and another that requests on demand may use, so that neither displaces first
    /// attempts, nor callers the retries.
    /// </summary>
    public const double LowerShare = 0.2;

    private readonly TimeSpan window = window ?? Window;
    private readonly List<Reservation> reservations = [];
    private (Reservation Sent, int UsedWeight) heard;
    private PullFailure? stop;
    private DateTimeOffset stopEndsAt;

    /// <summary>The reservations that still count, in order of time.</summary>
    public IReadOnlyList<Reservation> Reservations => reservations;

    /// <summary>The venue's last order to stop, expired or not; null when there was none.</summary>
    public VenueStop? Stop => stop is null ? null : new VenueStop(stop.Kind, stop.Message, stopEndsAt);

    /// <summary>Restores a budget from the state of another.</summary>
    public static VenueBudget From(int weightPerMinute, TimeSpan window, IEnumerable<Reservation> reservations, VenueStop? stop)
    {
        var budget = new VenueBudget(weightPerMinute, window);
        budget.reservations.AddRange(reservations);
        if (stop is not null)
        {
            budget.stop = new PullFailure(stop.Kind, stop.Message);
            budget.stopEndsAt = stop.EndsAt;
        }

        return budget;
    }

    /// <summary>
    /// Reserves weight at the earliest possible time and returns how long to wait, or a failure. All but first attempts take
    /// only what is free immediately, and no more than the share of their priority.
    /// </summary>
    public BudgetDecision Reserve(DateTimeOffset now, int weight, TimeSpan waitMax, RequestPriority priority = RequestPriority.First)
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
        var isFirst = priority == RequestPriority.First;
        if (!isFirst && FreeInShareAt(now, weight, priority) is var freeAt && freeAt > at)
        {
            at = freeAt;
        }

        if (at - now > (isFirst ? waitMax : TimeSpan.Zero))
        {
            var part = priority == RequestPriority.OnDemand ? "the share for requests on demand of the budget" : "the budget";
            return Refuse($"{part} of {weightPerMinute} a minute is used up for {(at - now).TotalSeconds:0} s", at - now);
        }

        var reservation = new Reservation(at, weight, priority);
        reservations.Add(reservation);
        return new BudgetDecision(at - now, null, reservation);
    }

    /// <summary>Returns what was reserved for a request that never reached the venue.</summary>
    public void Return(Reservation reservation) => reservations.Remove(reservation);

    /// <summary>The failure that a request would get while the venue has ordered us to stop; null when it has not.</summary>
    public PullFailure? FindStop(DateTimeOffset now)
    {
        if (stop is null || now >= stopEndsAt)
        {
            return null;
        }

        var left = stopEndsAt - now;
        return Standing.NotAsked(stop, left);
    }

    /// <summary>Whether a failure stops all requests.</summary>
    public static bool IsStop(PullFailure failure) => failure.Kind is FailureKind.RateLimited or FailureKind.Banned;

    /// <summary>How long a failure stops all requests: as long as the venue says, within bounds; zero for other failures.</summary>
    public static TimeSpan StopTime(PullFailure failure)
    {
        var (length, lengthMax) = failure.Kind switch
        {
            FailureKind.RateLimited => (failure.RetryAfter ?? RateLimitStop, RateLimitStopMax),
            FailureKind.Banned => (failure.RetryAfter ?? BanStop, BanStopMax),
            _ => default,
        };
        return length < lengthMax ? length : lengthMax;
    }

    /// <summary>
    /// Records the weight that the venue reports as used by this address in the current minute, since other programs may share
    /// the address. As long as the report may still be valid, only the remainder is granted.
    /// </summary>
    /// <param name="sent">The reservation of the answered request; later reservations may not be included in the report.</param>
    /// <param name="usedWeight">The reported weight.</param>
    public void NoteUsed(Reservation sent, int usedWeight)
    {
        if (sent.At >= heard.Sent.At)
        {
            heard = (sent, usedWeight);
        }
    }

    /// <summary>Records a failure: a rate limit or a ban stops all requests for as long as the venue says.</summary>
    public void Note(DateTimeOffset now, PullFailure failure)
    {
        var endsAt = now + StopTime(failure);
        if (endsAt > now && endsAt >= stopEndsAt)
        {
            stop = failure;
            stopEndsAt = endsAt;
        }
    }

    private DateTimeOffset EarliestFor(DateTimeOffset now, int weight)
    {
        reservations.RemoveAll(reservation => reservation.At + window <= now);
        var at = reservations.Count > 0 && reservations[^1].At > now ? reservations[^1].At : now;
        var used = reservations.Sum(reservation => reservation.Weight);
        foreach (var reservation in reservations)
        {
            var leavesAt = reservation.At + window;
            if (leavesAt > at && used + weight <= weightPerMinute)
            {
                break;
            }

            at = leavesAt > at ? leavesAt : at;
            used -= reservation.Weight;
        }

        return HeardLeaves(at, weight) ? at : heard.Sent.At + window;
    }

    // Reservations made after the answered request may not be included in the venue's report.
    private bool HeardLeaves(DateTimeOffset at, int weight)
    {
        var since = reservations.Skip(reservations.LastIndexOf(heard.Sent) + 1).Where(reservation => reservation.At >= heard.Sent.At);
        return at >= heard.Sent.At + window || (long)heard.UsedWeight + since.Sum(reservation => reservation.Weight) + weight <= weightPerMinute;
    }

    // The first of a priority is always allowed, whatever its weight.
    private DateTimeOffset FreeInShareAt(DateTimeOffset now, int weight, RequestPriority priority)
    {
        var same = reservations.Where(reservation => reservation.Priority == priority).ToList();
        var used = same.Sum(reservation => reservation.Weight);
        var at = now;
        foreach (var earlier in same)
        {
            if (used + weight <= weightPerMinute * LowerShare)
            {
                break;
            }

            at = earlier.At + window;
            used -= earlier.Weight;
        }

        return at;
    }

    private static BudgetDecision Refuse(string message, TimeSpan? retryAfter = null) =>
        new(TimeSpan.Zero, new PullFailure(FailureKind.Budget, message, null, retryAfter));
}

/// <summary>Weight used at a point in time.</summary>
public readonly record struct Reservation(DateTimeOffset At, int Weight, RequestPriority Priority = RequestPriority.First);

/// <summary>A venue's order to stop, and when it ends.</summary>
public sealed record VenueStop(FailureKind Kind, string Message, DateTimeOffset EndsAt);

/// <summary>Either wait and then send, or do not send.</summary>
/// <param name="Reservation">To be returned if the request never reaches the venue; null when nothing was reserved.</param>
public readonly record struct BudgetDecision(TimeSpan Wait, PullFailure? Failure, Reservation? Reservation = null);
