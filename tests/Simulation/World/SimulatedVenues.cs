using System.Security.Cryptography;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>The venues as one silo accesses them: with the silo's own budgets and circuits, like the real fetcher.</summary>
internal sealed class SimulatedVenues(
    IReadOnlyDictionary<Market, BookSource> sources,
    IReadOnlyDictionary<string, Outages> dead,
    BudgetLimits limits,
    FaultPlan faults,
    Machine machine,
    Plant plant) : IBookFetcher
{
    private static readonly TimeSpan RequestTimeMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WaitTimeMax = TimeSpan.FromSeconds(15);

    /// <summary>Processing time before a request, so that no two rows have the same instant.</summary>
    private static readonly TimeSpan OwnTimeMax = TimeSpan.FromMilliseconds(20);

    private static readonly CircuitLimits Circuits = new(5, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(30));
    private readonly OwnBudgets budgets = new(limits, machine.Clock);
    private readonly Dictionary<string, VenueRoutes> routesOf = [];
    private readonly Dictionary<string, DateTimeOffset> asked = [];

    /// <summary>When this process sent requests to each venue.</summary>
    public Dictionary<string, List<DateTimeOffset>> Sent { get; } = [];

    public async Task<Fetched<Capture>> FetchBookAsync(Market market, TimeSpan slotLength, RequestPriority priority, CancellationToken cancel)
    {
        var routes = RoutesOf(market.Venue);
        if (routes.FindRefusal(default, Now()) is { } refusal)
        {
            return new Fetched<Capture>(Now(), refusal);
        }

        WaitForTurn(market.Venue);
        var egress = new VenueEgress(market.Venue);
        var turn = plant == Plant.BudgetIgnored ? default : await budgets.ReserveAsync(egress, 1, priority, WaitTimeMax, cancel);
        if (turn.Failure is { } refused)
        {
            return new Fetched<Capture>(Now(), refused);
        }

        machine.Clock.Advance(turn.Wait + (OwnTimeMax * sources[market].Dice.Next()));
        cancel.ThrowIfCancellationRequested();
        if (routes.TryEnter(default, Now(), out var permit) is { } refusedMeanwhile)
        {
            await (turn.Reservation is { } reservation ? budgets.ReturnAsync(egress, reservation) : Task.CompletedTask);
            return new Fetched<Capture>(Now(), refusedMeanwhile);
        }

        var requestedAt = Now();
        var (failure, body) = machine.Effect(() => Ask(market, cancel));
        routes.Leave(permit, Now(), failure, ProxyFault.None);
        if (failure is not null && VenueBudget.IsStop(failure))
        {
            await budgets.NoteStopAsync(egress, failure);
        }

        return new Fetched<Capture>(requestedAt, failure is null ? CaptureOf(market, slotLength, requestedAt, body!) : failure);
    }

    public Task<Outcome<IReadOnlyList<Product>>> FetchListingAsync(string venue, CancellationToken cancel) =>
        throw new NotSupportedException("every market's pair is known");

    private (PullFailure? Failure, SentBook? Body) Ask(Market market, CancellationToken cancel)
    {
        var source = sources[market];
        Log(market.Venue);
        machine.Clock.Advance(TimeSpan.FromMilliseconds(20 + source.Dice.Next(400)));
        if (faults.Has(FaultClass.VenueDead) && dead[market.Venue].Contains(machine.Clock.Now))
        {
            faults.Count(FaultClass.VenueDead);
            return (Fail(FailureKind.Connection, "connection refused"), null);
        }

        return FindFailure(VenueCatalog.Find(market.Venue)!, source, cancel) is { } failure ? (failure, null) : (null, source.NextBody(machine.Clock.Now));
    }

    private PullFailure? FindFailure(IVenue venue, BookSource source, CancellationToken cancel)
    {
        var dice = source.Dice;
        if (faults.Strikes(FaultClass.VenueTimeout, dice))
        {
            machine.Clock.Advance(RequestTimeMax);
            cancel.ThrowIfCancellationRequested();
            return Fail(FailureKind.Timeout, "no answer after 20 s");
        }

        TimeSpan? retryAfter = dice.Chance(0.5) ? TimeSpan.FromSeconds(1 + dice.Next(300)) : null;
        return faults.Strikes(FaultClass.VenueConnection, dice) ? Fail(FailureKind.Connection, "connection reset")
            : faults.Strikes(FaultClass.VenueServerError, dice) ? venue.ReadRefusal(500 + dice.Next(5), null, Now(), "oops"u8)
            : faults.Strikes(FaultClass.VenueRateLimit, dice, 0.2) ? venue.ReadRefusal(429, retryAfter, Now(), "slow down"u8)
            : faults.Strikes(FaultClass.VenueBan, dice, 0.05) ? venue.ReadRefusal(418, retryAfter, Now(), "banned"u8)
            : faults.Strikes(FaultClass.VenueGeoBlock, dice, 0.05) ? venue.ReadRefusal(451, null, Now(), "not here"u8)
            : null;
    }

    private Capture CaptureOf(Market market, TimeSpan slotLength, DateTimeOffset requestedAt, SentBook sent)
    {
        var (receivedAt, body) = (Now(), sent.Bytes);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(body));
        sources[market].Sent[sha256] = sent;
        return new Capture(
            market, Slot.Containing(receivedAt, slotLength), body, sha256, requestedAt, receivedAt,
            "https://venue.test/book", 200, 1);
    }

    // Steps of markets overlap, and each starts at its own time, but a budget must be asked in time order.
    private void WaitForTurn(string venue)
    {
        var behind = asked.GetValueOrDefault(venue) - machine.Clock.Now;
        machine.Clock.Advance(behind > TimeSpan.Zero ? behind : TimeSpan.Zero);
        asked[venue] = machine.Clock.Now;
    }

    private VenueRoutes RoutesOf(string venue)
    {
        if (!routesOf.TryGetValue(venue, out var known))
        {
            routesOf[venue] = known = new VenueRoutes([VenueEgress.Direct], ["host"], new RouteLimits(Circuits, Circuits, TimeSpan.FromMinutes(10)));
        }

        return known;
    }

    private void Log(string venue)
    {
        if (!Sent.TryGetValue(venue, out var times))
        {
            Sent[venue] = times = [];
        }

        times.Add(machine.Clock.GetUtcNow());
    }

    // Microseconds, the precision of every store.
    private DateTimeOffset Now()
    {
        var now = machine.Clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static PullFailure Fail(FailureKind kind, string message) => new(kind, message);
}
