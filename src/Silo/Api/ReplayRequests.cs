using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Silo.Api.Requests;

namespace OrderBookSilo.Silo.Api;

/// <summary>Creates a replay from a request, or refuses the request with a reason.</summary>
internal sealed class ReplayRequests(IMarketReader warehouse, SlotSchedule schedule, MarketFees fees, TimeProvider time, Random random)
{
    private static readonly QueryParameter<DateTimeOffset?> From = new(
        "from", "First slot to compute again.", text => text is null
            ? throw new QueryException("from is missing; write the first slot to compute again, such as 2026-11-22T10:00:00Z")
            : CommonParameters.From.Read(text))
    {
        IsRequired = true, Example = CommonParameters.From.Example, Schema = CommonParameters.From.Schema,
    };

    private static readonly QueryParameter<DateTimeOffset?> To = Parameter.Instant(
        "to", "End of the range, not included; the default and the latest possible is the last slot that ended a few minutes ago.");

    private static readonly QueryParameter<IReadOnlyList<Market>> Markets = Parameter.Markets(
        "markets", "Only these markets, comma-separated; default all. Splits are computed only for all.");

    private static readonly QueryParameter<IReadOnlyList<Exact>?> Sizes = Parameter.Amounts("sizes", "Order sizes in quote, comma-separated.");

    private static readonly QueryParameter<string?> Fees = Parameter.Text("fees", "none, or the name of a fee profile; only with into.", "none");

    private static readonly QueryParameter<string?> Fill = Parameter.OptionalChoice(
        "fill", "How the last level of a walk is filled.", [.. Enum.GetValues<FillPolicy>().Select(policy => policy.Text())]);

    private static readonly QueryParameter<string?> Into = Parameter.Text("into", "Writes a version of this name.", "sizes-250k");

    private static readonly QueryParameter<bool> DryRun = Parameter.Flag("dryRun", "Computes and reports, but writes nothing.");

    private static readonly QueryParameter<bool> Verify = Parameter.Flag("verify", "Compares with live in both directions, and writes nothing.");

    public static readonly QueryParameter[] Parameters = [From, To, Markets, Sizes, Fees, Fill, Into, DryRun, Verify];

    /// <summary>
    /// The latest end of a range: a slot that is not over, or has just ended, still belongs to its pulls, and waiting spool entries to
    /// the silo that has them.
    /// </summary>
    public DateTimeOffset RangeEnd => schedule.SlotAt(Auditor.EndOf(schedule, time.GetUtcNow(), null)).Start;

    /// <summary>Reads the request from a query; throws <see cref="QueryException"/> when it is invalid.</summary>
    public ReplayRequest Read(Query query)
    {
        var now = RangeEnd;
        var (from, to) = (query.Read(From)!.Value, query.Read(To) ?? now);
        to = to < now ? to : now;
        if (from >= to)
        {
            throw new QueryException("from must be before to, and before the slots that have not ended or have just ended");
        }

        var (into, verify) = (query.Read(Into), query.Read(Verify));
        var mode = verify ? ReplayMode.Verify : into is null ? ReplayMode.Fill : ReplayMode.Version;
        FillPolicy? fill = SnakeCase.TryParse<FillPolicy>(query.Read(Fill), out var policy) ? policy : null;
        var request = new ReplayRequest(
            from, to, query.Read(Markets), query.Read(Sizes), query.Read(Fees), fill, mode, into, query.Read(DryRun));
        Check(request);
        return request;
    }

    /// <summary>Creates the replay of a request, with its name and its groups of markets, or explains why there is none.</summary>
    public async Task<(ReplayJob? Job, string? Problem)> PlanAsync(ReplayRequest request, CancellationToken cancel)
    {
        var known = await warehouse.ListMarketsAsync(cancel);
        var unknown = request.Markets.Except(known.Select(record => record.Market)).ToList();
        var chosen = known.Where(record => (request.Markets.Count == 0 || request.Markets.Contains(record.Market)) && VenueCatalog.Find(record.Market.Venue) is not null).ToList();
        if (unknown.Count > 0 || chosen.Count == 0)
        {
            return (null, unknown.Count > 0 ? $"unknown markets: {string.Join(", ", unknown)}; GET /api/markets lists those that are known" : "there are no markets");
        }

        var venues = chosen.Select(record => record.Market.Venue).Distinct();
        if (request.FeeProfile is { } profile && profile != ReplayRequest.NoFees
            && venues.Where(venue => !fees.ProfilesOf(venue).Contains(profile)).ToList() is { Count: > 0 } without)
        {
            return (null, $"{string.Join(" and ", without)} {(without.Count == 1 ? "has" : "have")} no fee profile '{Shown.Of(profile)}'; name only markets that have it, or a profile that all of them have");
        }

        var groups = chosen.GroupBy(record => record.Pair?.Base.Code ?? record.Market.ToString())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (IReadOnlyList<Market>)[.. group.Select(record => record.Market).OrderBy(market => market.ToString(), StringComparer.Ordinal)])
            .ToList();
        var job = new ReplayJob(
            NewId(), request, groups, ReplayJob.PageLengthOf(schedule.SlotLength, groups.Max(group => group.Count)), time.GetUtcNow(), ReplayProgress.None);
        return job.IsTooLong ? (null, $"that would be more than {ReplayJob.PagesMax:N0} pages; choose a shorter range or fewer markets") : (job, null);
    }

    private static void Check(ReplayRequest request)
    {
        if (request.Mode == ReplayMode.Verify && (request.Version, request.OrderSizes, request.FeeProfile, request.FillPolicy) is not (null, null, null, null))
        {
            throw new QueryException("verify compares with live as configured, so it cannot be combined with into, sizes, fees or fill");
        }

        if (request.Mode == ReplayMode.Fill && request.FeeProfile is not null)
        {
            throw new QueryException("fees needs into=VERSION, because the facts of live use the configured fees");
        }

        if (request.Version is { } version && !ReplayRequest.IsVersion(version))
        {
            throw new QueryException($"'{Shown.Of(version)}' is not a valid version name; use up to 40 letters, digits, '.', '-' and '_', and not live");
        }
    }

    private string NewId() => $"{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss}-{random.Next(0x10000):x4}";
}
