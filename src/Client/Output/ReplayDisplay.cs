using System.Globalization;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Output;

internal static class ReplayDisplay
{
    private const int FindingsShown = 20;
    private const int DifferencesShown = 40;

    /// <summary>One line of progress.</summary>
    public static string Pace(ReplayView row) =>
        $"{Count(row.Books)} books"
        + (row.BooksPerSecond is { } rate ? $", {rate.ToString("N0", CultureInfo.InvariantCulture)} a second" : "")
        + (row.SecondsLeft is { } left ? $", {Times.Age(left)} left" : "");

    /// <summary>The result.</summary>
    public static void Ended(Screen screen, ReplayView row)
    {
        var seconds = ((row.EndedAt ?? row.CreatedAt) - row.CreatedAt).TotalSeconds;
        screen.Say($"Replay {Words.Safe(row.Id)} is {State(row)} after {Times.Age(seconds)}: {Count(row.Books)} books, {Count(row.Rows)} rows computed{Written(row)}.");
        if (row.Message is { } message)
        {
            screen.Say(Words.Safe(message));
        }

        screen.Say(row switch
        {
            { State: not "done" } => $"{Count(row.PagesDone)} of {Count(row.Pages)} pages are done: {Count(row.Differences)} rows differ from live so far, {Count(row.Problems)} objects could not be used.",
            { Books: 0 } => "The archive has no books of these slots.",
            { Mode: "verify", Differences: 0, Problems: 0 } => "[green]Every row of live matches the one computed again.[/]",
            { Mode: "version" } => $"{Count(row.Problems)} objects could not be used.",
            _ => $"{Count(row.Differences)} rows differ from live, {Count(row.Problems)} objects could not be used.",
        });
    }

    public static void Findings(Screen screen, IReadOnlyList<ReplayFindingAnswer> findings, string? id = null)
    {
        var shown = id is null ? findings.Count : Math.Min(FindingsShown, findings.Count);
        Tables.Write(
            screen,
            findings.Take(shown),
            new("What", finding => Words.Safe(finding.Kind)),
            new("Where", finding => Words.Safe(finding.Subject)),
            new("Slot (UTC)", finding => Times.Minute(finding.Slot)),
            new("Object or row", finding => Words.Safe(finding.Place)),
            new("Field", finding => Words.Safe(finding.Field ?? "")),
            new("Stored", finding => Words.Safe(finding.Stored ?? finding.Message ?? "")),
            new("Replayed", finding => Words.Safe(finding.Replayed ?? "")));
        if (shown < findings.Count)
        {
            screen.Say(Words.Dim($"and more: ./orderbook replay findings {Words.Safe(id)}"));
        }
    }

    public static void List(Screen screen, IReadOnlyList<ReplayView> rows)
    {
        if (rows.Count == 0)
        {
            screen.Say("Nothing has been replayed yet.");
            return;
        }

        Tables.Write(
            screen,
            rows,
            new("Replay", row => Words.Safe(row.Id)),
            new("Mode", row => Words.Safe(row.Mode) + (row.DryRun ? " (dry)" : "")),
            new("Version", row => Words.Safe(row.Version ?? "live")),
            new("From (UTC)", row => Times.Minute(row.From)),
            new("To", row => Times.Minute(row.To)),
            new("State", State),
            new(">Pages", row => $"{Count(row.PagesDone)}/{Count(row.Pages)}"),
            new(">Books", row => Count(row.Books)),
            new(">Written", row => Count(row.Written)),
            new(">Differ", row => Count(row.Differences)),
            new(">Problems", row => Count(row.Problems)));
    }

    public static void Versions(Screen screen, IReadOnlyList<VersionView> rows) => Tables.Write(
        screen,
        rows,
        new("Version", row => Words.Safe(row.Version)),
        new(">Books", row => row.Books is { } books ? Count(books) : "all"),
        new("From (UTC)", row => Times.Minute(row.From)),
        new("To", row => Times.Minute(row.To)),
        new("Sizes", row => row.OrderSizes is { } sizes ? Words.Safe(string.Join(", ", sizes)) : "configured"),
        new("Fees", row => Words.Safe(row.FeeProfile ?? "configured")),
        new("Fill", row => Words.Safe(row.FillPolicy ?? "configured")),
        new("Promoted (UTC)", row => row.Version == "live" ? "shown elsewhere" : Times.Minute(row.PromotedAt)));

    public static void Differences(Screen screen, DifferencesView difference)
    {
        var (one, other) = (Words.Safe(difference.One), Words.Safe(difference.Other));
        screen.Say($"{Count(difference.Slots)} slots are covered by both {one} and {other}; {Count(difference.Rows)} rows differ.");
        if (difference.First.Count > 0)
        {
            Tables.Write(
                screen,
                difference.First.Take(DifferencesShown),
                new("Where", found => Words.Safe(found.Subject)),
                new("Slot (UTC)", found => Times.Minute(found.Slot)),
                new("Row", found => Words.Safe(found.Place)),
                new("Field", found => Words.Safe(found.Field ?? (found.Kind == "only_stored" ? $"only in {difference.One}" : $"only in {difference.Other}"))),
                new(one, found => Words.Safe(found.Stored ?? "")),
                new(other, found => Words.Safe(found.Replayed ?? "")));
            screen.Say(difference.First.Count > DifferencesShown ? Words.Dim("and more: --from, --to and --markets restrict it, --json has the first thousand") : "");
        }
    }

    private static string Written(ReplayView row) =>
        row.Mode == "verify" ? "" : row.DryRun ? $", {Count(row.Written)} would be written" : $", {Count(row.Written)} written";

    private static string State(ReplayView row) => row.State switch
    {
        "done" => "[green]done[/]",
        "failed" => "[red]failed[/]",
        "running" => "running",
        _ => $"[yellow]{Words.Safe(row.State)}[/]",
    };

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
