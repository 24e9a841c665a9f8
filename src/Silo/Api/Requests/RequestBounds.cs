namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>Which connections to the database a kind of request uses.</summary>
internal enum RequestConnections
{
    /// <summary>It is answered from memory or the archive.</summary>
    None,

    /// <summary>Those of questions, which pulls never wait for.</summary>
    Questions,

    /// <summary>Those of pulls: changes, one short statement at a time.</summary>
    Pulls,
}

/// <summary>What one kind of request may use.</summary>
/// <param name="Name">The kind, as a problem names it.</param>
/// <param name="TimeMax">How long the answer may be computed.</param>
/// <param name="RowsMax">How many rows an answer has at most, which bounds its memory; 0 where the answer has no list of rows.</param>
/// <param name="AtOnce">How many run at the same time on a silo.</param>
/// <param name="Connections">Which connections it uses, one for each request.</param>
/// <param name="VenueRequests">How many requests one may send to a venue, each within the venue's budget.</param>
/// <param name="IsStreamed">Whether the answer is computed while it is sent; then <see cref="ArchiveWorkLimit"/> keeps its time.</param>
internal sealed record RequestBound(
    string Name,
    TimeSpan TimeMax,
    int RowsMax,
    int AtOnce,
    RequestConnections Connections = RequestConnections.None,
    int VenueRequests = 0,
    bool IsStreamed = false)
{
    /// <summary>How long a request waits for its place.</summary>
    public static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);
}

/// <summary>
/// The bounds of every request, by the name of its route: the one place that says what a reader can take from the pulls. A route
/// without bounds cannot be mapped.
/// </summary>
internal static class RequestBounds
{
    public const int RecordRows = 10_000;
    public const int DifferenceRows = 1_000;

    /// <summary>Connections of questions to the database: one for each that runs.</summary>
    public const int QuestionConnections = 9;

    private static readonly RequestBound Live = new("live questions", TimeSpan.FromSeconds(60), 0, 256, VenueRequests: 1);
    private static readonly RequestBound Records = new("questions about past slots", TimeSpan.FromSeconds(30), RecordRows, 5, RequestConnections.Questions);
    private static readonly RequestBound Comparison = new("comparisons of versions", TimeSpan.FromMinutes(10), DifferenceRows, 2, RequestConnections.Questions);
    private static readonly RequestBound Listing = new("lists of archived days", TimeSpan.FromSeconds(60), RecordRows, 2);
    private static readonly RequestBound Audit = new("audits", TimeSpan.FromMinutes(2), RecordRows, 1, RequestConnections.Questions);
    private static readonly RequestBound Repair = new("searches for repairs", TimeSpan.FromMinutes(2), Repairs.FoundMax, 1, RequestConnections.Questions);
    private static readonly RequestBound Repairing = new("repairs", TimeSpan.FromMinutes(30), Repairs.FoundMax, 1, RequestConnections.Pulls);
    private static readonly RequestBound Change = new("changes", TimeSpan.FromMinutes(2), 0, 4, RequestConnections.Pulls);
    private static readonly RequestBound Drop = new("deletions of versions", TimeSpan.FromHours(1), 0, 1, RequestConnections.Pulls);

    // Its places are those of ArchiveWorkLimit, which are held while the answer is sent; here are only as many as can wait for one.
    private static readonly RequestBound Archive = new("work on the archive", ArchiveWorkLimit.HoldMax, 0, 64 + ArchiveWorkLimit.WorkAtOnce, IsStreamed: true);

    private static readonly Dictionary<string, RequestBound> All = new(StringComparer.Ordinal)
    {
        ["listMarkets"] = Live, ["getMarket"] = Live, ["getBook"] = Live, ["getCost"] = Live, ["getMetrics"] = Live, ["getCurve"] = Live,
        ["getPair"] = Live, ["getBest"] = Live, ["getBestCurve"] = Live, ["pullMarket"] = Live, ["listVenues"] = Live, ["listProducts"] = Live,
        ["getCatalogue"] = Live, ["getLive"] = Live, ["getReady"] = Live,
        ["getHistory"] = Records, ["listGaps"] = Records, ["listFailures"] = Records, ["listSplits"] = Records, ["listReplays"] = Records,
        ["getReplay"] = Records, ["listReplayFindings"] = Records, ["listVersions"] = Records, ["getAudit"] = Records,
        ["listChanges"] = Records,
        ["compareVersions"] = Comparison,
        ["listArchiveDays"] = Listing,
        ["runAudit"] = Audit,
        ["findRepairs"] = Repair, ["applyRepairs"] = Repairing,
        ["addMarket"] = Change, ["removeMarket"] = Change, ["startReplay"] = Change, ["cancelReplay"] = Change, ["promoteVersion"] = Change,
        ["demoteVersion"] = Change, ["listKeys"] = Change, ["createKey"] = Change, ["revokeKey"] = Change,
        ["dropVersion"] = Drop,
        ["listArchiveBooks"] = Archive, ["importDump"] = Archive, ["verifyArchive"] = Archive, ["getArchiveStats"] = Archive,
    };

    public static IEnumerable<RequestBound> Kinds => All.Values.Distinct();

    /// <summary>The database ends a question after this time, whatever became of its caller.</summary>
    public static TimeSpan StatementTimeMax => Kinds.Where(kind => kind.Connections == RequestConnections.Questions).Max(kind => kind.TimeMax);

    /// <summary>The bounds of a route; throws for one that has none.</summary>
    public static RequestBound Of(string operationId) =>
        All.TryGetValue(operationId, out var bound) ? bound : throw new InvalidOperationException($"{operationId} has no bounds: add it to {nameof(RequestBounds)}");
}
