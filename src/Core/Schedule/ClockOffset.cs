using System.Globalization;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Schedule;

/// <summary>What is known about this process's clock.</summary>
public enum ClockState
{
    /// <summary>Within the limit of the reference.</summary>
    Ok,

    /// <summary>Off by more than the limit: nothing that it dates can be trusted.</summary>
    Off,

    /// <summary>It was never compared.</summary>
    Unknown,
}

/// <summary>How far a clock may be from the database's.</summary>
public readonly record struct ClockLimit(TimeSpan OffsetMax)
{
    public static readonly ClockLimit Default = new(TimeSpan.FromSeconds(10));
}

/// <summary>
/// Compares this process's clock with the one that all silos share. A jump of either clock shows at once, because the reading of
/// the shared one is carried on by the monotonic clock. Thread-safe.
/// </summary>
public sealed class ClockOffset(IReferenceTime reference, ClockLimit limit, TimeProvider time)
{
    /// <summary>How long a reading may take; a slower one says too little.</summary>
    public static readonly TimeSpan ReadTimeMax = TimeSpan.FromSeconds(3);

    private readonly Lock gate = new();
    private Task? reading;

    public TimeSpan Max => limit.OffsetMax;

    /// <summary>How far this clock is ahead, negative when it is behind; null while unknown.</summary>
    public TimeSpan? Ahead => reference.Now is { } now ? time.GetUtcNow() - now : null;

    public ClockState State => Ahead is not { } ahead ? ClockState.Unknown : ahead.Duration() > Max ? ClockState.Off : ClockState.Ok;

    /// <summary>The reference's time, and this clock's while that is unknown; for what other silos read.</summary>
    public ClockTime Now => new(reference.Now ?? time.GetUtcNow(), Max);

    /// <summary>The latest time that a clock within the limit can show; null until the reference was read.</summary>
    public DateTimeOffset? Latest => reference.Now + Max;

    /// <summary>Why nothing may be dated by this clock; null when it is right, or unknown.</summary>
    public PullFailure? FindFailure() => State == ClockState.Off ? new PullFailure(FailureKind.Clock, Describe()) : null;

    /// <summary>
    /// The same, after another reading when the last one says that the clock is off: a machine that slept, or a database whose
    /// clock was set, is no reason to miss a slot.
    /// </summary>
    public async Task<PullFailure?> ProveAsync(CancellationToken cancel)
    {
        if (State == ClockState.Off)
        {
            await TryReadAsync().WaitAsync(cancel);
        }

        return FindFailure();
    }

    /// <summary>Reads the reference; waits no longer than <see cref="ReadTimeMax"/>. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task ReadAsync(CancellationToken cancel)
    {
        using var deadline = new Deadline(ReadTimeMax, TimeProvider.System, cancel);
        await reference.ReadAsync(deadline.Token);
    }

    /// <summary>How far the clock is off, in words.</summary>
    public string Describe() => Ahead is not { } ahead
        ? "the clock has not been compared with the database's"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the clock of this silo is {ahead.Duration().TotalSeconds:0.#} s {(ahead < TimeSpan.Zero ? "behind" : "ahead of")} the database's, more than MaxClockOffset ({Max.TotalSeconds:0.#} s)");

    // All the markets of a silo ask at the same time.
    private Task TryReadAsync()
    {
        lock (gate)
        {
            return reading = reading is null or { IsCompleted: true } ? ReadQuietlyAsync() : reading;
        }
    }

    private async Task ReadQuietlyAsync()
    {
        try
        {
            await Task.Run(() => ReadAsync(CancellationToken.None));
        }
        catch (Exception unread) when (unread is StoreUnavailableException or OperationCanceledException)
        {
            // The last reading is still the best there is.
        }
    }
}

/// <summary>A moment by the shared clock, and how far from it the clocks of silos may be.</summary>
public readonly record struct ClockTime(DateTimeOffset At, TimeSpan OffsetMax)
{
    /// <summary>The latest time that a clock within the limit can show.</summary>
    public DateTimeOffset Latest => At + OffsetMax;

    /// <summary>Whether no clock within the limit can show this time yet.</summary>
    public bool IsFuture(DateTimeOffset instant) => instant > Latest;

    /// <summary>
    /// How long ago something happened by a silo's clock; 0 when it lies in the future by no more than the limit, and null, which
    /// is unknown, when by more. docs/metrics.md 3.
    /// </summary>
    public TimeSpan? AgeOf(DateTimeOffset instant) => IsFuture(instant) ? null : instant > At ? TimeSpan.Zero : At - instant;
}
