using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Egress;

/// <summary>
/// When one address may send one venue its next request: a weight budget over a sliding minute, and stops that the venue
/// asked for. Reservations are granted in the order they are asked for. Not thread-safe.
/// </summary>
/// <param name="weightPerMinute">In the venue's own weights; 0 is no limit.</param>
/// <param name="window">How long a request counts; null for <see cref="Window"/>.</param>
public sealed class VenueBudget(int weightPerMinute, TimeSpan? window = null)
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

    /// <summary>What retries may use of a budget, so that they do not take the place of first attempts.</summary>
    public const double RetryShare = 0.2;

    private readonly TimeSpan window = window ?? Window;
    private readonly List<Reservation> reservations = [];
    private (Reservation Sent, int UsedWeight) heard;
    private PullFailure? stop;
    private DateTimeOffset stopEndsAt;

    /// <summary>What was reserved and still counts, in order of time.</summary>
    public IReadOnlyList<Reservation> Reservations => reservations;

    /// <summary>The venue's last order to stop, over or not; null when there was none.</summary>
    public VenueStop? Stop => stop is null ? null : new VenueStop(stop.Kind, stop.Message, stopEndsAt);

    /// <summary>Goes on from what another had reserved and been told.</summary>
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
    /// Reserves weight at the earliest possible time and says how long to wait for it, or why not at all. A retry takes only what is
    /// free at once, and no more than the share of retries.
    /// </summary>
    public BudgetDecision Reserve(DateTimeOffset now, int weight, TimeSpan waitMax, bool isRetry = false)
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
        if (isRetry && FreeForRetryAt(now, weight) is var freeAt && freeAt > at)
        {
            at = freeAt;
        }

        if (at - now > (isRetry ? TimeSpan.Zero : waitMax))
        {
            return Refuse($"the budget of {weightPerMinute} a minute is used up for {(at - now).TotalSeconds:0} s", at - now);
        }

        var reservation = new Reservation(at, weight, isRetry);
        reservations.Add(reservation);
        return new BudgetDecision(at - now, null, reservation);
    }

    /// <summary>Gives back what was reserved for a request that never reached the venue.</summary>
    public void Return(Reservation reservation) => reservations.Remove(reservation);

    /// <summary>The failure that a request would get while the venue has told us to stop; null when it has not.</summary>
    public PullFailure? FindStop(DateTimeOffset now)
    {
        if (stop is null || now >= stopEndsAt)
        {
            return null;
        }

        var left = stopEndsAt - now;
        return Standing.NotAsked(stop, left);
    }

    /// <summary>Whether an answer is one that stops everything.</summary>
    public static bool IsStop(PullFailure failure) => failure.Kind is FailureKind.RateLimited or FailureKind.Banned;

    /// <summary>How long an answer stops everything: as long as it says, within bounds; no time where it is no order to stop.</summary>
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
    /// Takes notice of the weight that the venue says this address has used in the present minute: others may share it. For as long as
    /// that may be true, no more is granted than is left of it.
    /// </summary>
    /// <param name="sent">What was reserved for the request that this answers; later ones may not be in it.</param>
    /// <param name="usedWeight">What the venue says.</param>
    public void NoteUsed(Reservation sent, int usedWeight)
    {
        if (sent.At >= heard.Sent.At)
        {
            heard = (sent, usedWeight);
        }
    }

    /// <summary>Takes notice of an answer: a rate limit or a ban stops everything for as long as it says.</summary>
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

    // What was reserved after the request that the venue answered may not be in what it said.
    private bool HeardLeaves(DateTimeOffset at, int weight)
    {
        var since = reservations.Skip(reservations.LastIndexOf(heard.Sent) + 1).Where(reservation => reservation.At >= heard.Sent.At);
        return at >= heard.Sent.At + window || (long)heard.UsedWeight + since.Sum(reservation => reservation.Weight) + weight <= weightPerMinute;
    }

    // The first retry is never too heavy.
    private DateTimeOffset FreeForRetryAt(DateTimeOffset now, int weight)
    {
        var retries = reservations.Where(reservation => reservation.IsRetry).ToList();
        var used = retries.Sum(reservation => reservation.Weight);
        var at = now;
        foreach (var retry in retries)
        {
            if (used + weight <= weightPerMinute * RetryShare)
            {
                break;
            }

            at = retry.At + window;
            used -= retry.Weight;
        }

        return at;
    }

    private static BudgetDecision Refuse(string message, TimeSpan? retryAfter = null) =>
        new(TimeSpan.Zero, new PullFailure(FailureKind.Budget, message, null, retryAfter));
}

/// <summary>Weight that is used at a time.</summary>
public readonly record struct Reservation(DateTimeOffset At, int Weight, bool IsRetry = false);

/// <summary>A venue's order to stop, and until when.</summary>
public sealed record VenueStop(FailureKind Kind, string Message, DateTimeOffset EndsAt);

/// <summary>Wait this long and then send, or do not send at all.</summary>
/// <param name="Reservation">To be given back if the request never reaches the venue; null when nothing was reserved.</param>
public readonly record struct BudgetDecision(TimeSpan Wait, PullFailure? Failure, Reservation? Reservation = null);
