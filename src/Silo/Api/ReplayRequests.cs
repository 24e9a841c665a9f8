using OrderBookSilo.Core;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;

namespace OrderBookSilo.Silo.Api;

/// <summary>Makes a replay of what a request asks for, or says what is wrong with it.</summary>
internal sealed class ReplayRequests(IMarketReader warehouse, SlotSchedule schedule, MarketFees fees, TimeProvider time, Random random)
{
    public static readonly string[] Parameters = ["from", "to", "markets", "sizes", "fees", "fill", "into", "dryRun", "verify"];

    /// <summary>The request of a query; what is wrong with it is the query's error.</summary>
    public ReplayRequest Read(Query query)
    {
        query.Only(Parameters);
        // A slot that is not over, or has just ended, belongs to its pulls, and what a spool holds of it to the silo that has it.
        var now = schedule.SlotAt(Auditor.EndOf(schedule, time.GetUtcNow(), null)).Start;
        var (from, to) = (query.Instant("from", now), query.Instant("to", now));
        if (query.Text("from") is null)
        {
            query.Wrong("from is missing; write the first slot to compute again, such as 2026-11-22T10:00:00Z", 0);
        }

        to = to < now ? to : now;
        if (from >= to)
        {
            query.Wrong("from must lie before to, and before the slots that are not over or have just ended", 0);
        }

        var (into, verify) = (query.Text("into"), query.Flag("verify"));
        var fill = query.Text("fill") is null ? null : query.Choice("fill", null, [.. Enum.GetValues<FillPolicy>().Select(policy => policy.Text())]);
        var request = new ReplayRequest(
            from, to, query.Markets("markets"), query.Amounts("sizes"), query.Text("fees"),
            SnakeCase.TryParse<FillPolicy>(fill, out var policy) ? policy : null,
            verify ? ReplayMode.Verify : into is null ? ReplayMode.Fill : ReplayMode.Version, into, query.Flag("dryRun"));
        return Check(query, request);
    }

    /// <summary>The replay of a request: its name, and the markets it reads together. A sentence when there is none to read.</summary>
    public async Task<(ReplayJob? Job, string? Problem)> PlanAsync(ReplayRequest request, CancellationToken cancel)
    {
        var known = await warehouse.ListMarketsAsync(cancel);
        var unknown = request.Markets.Except(known.Select(record => record.Market)).ToList();
        var chosen = known.Where(record => (request.Markets.Count == 0 || request.Markets.Contains(record.Market)) && VenueCatalog.Find(record.Market.Venue) is not null).ToList();
        if (unknown.Count > 0 || chosen.Count == 0)
        {
            return (null, unknown.Count > 0 ? $"no market {string.Join(", ", unknown)} is known here; GET /api/markets lists those that are" : "no market is known here");
        }

        var venues = chosen.Select(record => record.Market.Venue).Distinct();
        if (request.FeeProfile is { } profile && profile != ReplayRequest.NoFees
            && venues.Where(venue => !fees.ProfilesOf(venue).Contains(profile)).ToList() is { Count: > 0 } without)
        {
            return (null, $"{string.Join(" and ", without)} {(without.Count == 1 ? "has" : "have")} no fee profile '{Query.Shown(profile)}'; name the markets that have it, or one that all have");
        }

        var groups = chosen.GroupBy(record => record.Pair?.Base.Code ?? record.Market.ToString())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => (IReadOnlyList<Market>)[.. group.Select(record => record.Market).OrderBy(market => market.ToString(), StringComparer.Ordinal)])
            .ToList();
        var job = new ReplayJob(
            NewId(), request, groups, ReplayJob.PageLengthOf(schedule.SlotLength, groups.Max(group => group.Count)), time.GetUtcNow(), ReplayProgress.None);
        return job.IsTooLong ? (null, $"that would be more than {ReplayJob.PagesMax:N0} pages; name a shorter range, or fewer markets") : (job, null);
    }

    private static ReplayRequest Check(Query query, ReplayRequest request)
    {
        if (request.Mode == ReplayMode.Verify && (request.Version, request.OrderSizes, request.FeeProfile, request.FillPolicy) is not (null, null, null, null))
        {
            query.Wrong("verify compares with live as configured: it takes no into, sizes, fees or fill", 0);
        }

        if (request.Mode == ReplayMode.Fill && request.FeeProfile is not null)
        {
            query.Wrong("fees need into=VERSION: the facts of live have the fees that are configured", 0);
        }

        if (request.Version is { } version && !ReplayRequest.IsVersion(version))
        {
            query.Wrong($"'{Query.Shown(version)}' is no name of a version; use up to 40 letters, digits, '.', '-' and '_', and not live", 0);
        }

        return request;
    }

    private string NewId() => $"{time.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss}-{random.Next(0x10000):x4}";
}
