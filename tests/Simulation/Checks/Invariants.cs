using System.Security.Cryptography;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Simulation.World;

namespace OrderBookSilo.Simulation.Checks;

/// <summary>The invariants at the end of a run, whatever faults it had.</summary>
internal sealed class Invariants(SimulatedArchive archive, SimulatedWarehouse warehouse, Witness witness, FactWriter facts, RunSettings settings, bool mayClockMove)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(Market Market, Slot Slot), (DateTimeOffset RequestedAt, FailureKind Kind)> lastFailures = witness.KeptFailures
        .GroupBy(kept => (kept.Market, kept.Slot), kept => (kept.RequestedAt, kept.Kind)).ToDictionary(kept => kept.Key, kept => kept.Max());

    public long RowsChecked { get; private set; }

    /// <summary>Checks every slot that was due in the run.</summary>
    public async Task CheckAsync()
    {
        CheckArchive();
        foreach (var (market, pair) in settings.Pairs)
        {
            if (warehouse.ActiveFrom(market) is not { } from)
            {
                witness.Report($"{market}: it is configured, and not active");
                continue;
            }

            for (var slot = Slot.Containing(from, settings.Schedule.SlotLength); slot.End <= settings.To; slot = slot.Next)
            {
                await CheckSlotAsync(market, pair, slot);
            }
        }

        CheckKept(settings.To);
        if (!mayClockMove)
        {
            CheckBudgets(settings.Limits);
        }
    }

    // Archive objects never change.
    private void CheckArchive()
    {
        foreach (var (key, capture) in archive.Objects)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(capture.Body.Span));
            Expect(hash == archive.StoredHashes[key] && hash == capture.Sha256, $"{key}: the object changed");
        }
    }

    private async Task CheckSlotAsync(Market market, Pair pair, Slot slot)
    {
        var rows = warehouse.RowsOf(market, slot);
        var outcomes = rows.Books.Count + (rows.Gap is null ? 0 : 1);
        Expect(outcomes == 1, $"{market} {slot}: {rows.Books.Count} books and {(rows.Gap is null ? "no" : "a")} gap");
        foreach (var book in rows.Books)
        {
            await CheckBookAsync(book, pair, rows);
        }

        CheckGap(market, slot, rows);
        foreach (var pull in rows.Pulls.Values)
        {
            RowsChecked++;
            Expect(pull.ArchiveKey is null || HashOf(pull.ArchiveKey) == pull.Sha256, $"{market} {slot}: a pull refers to {pull.ArchiveKey}, which does not exist");
        }

        Expect(rows.Pulls.Values.Count(pull => pull.Outcome == "book") == rows.Books.Count, $"{market} {slot}: {rows.Books.Count} books requested at {string.Join(", ", rows.Books.Select(book => book.Capture.RequestedAt.ToString("O")))}, pulls {string.Join(", ", rows.Pulls.Select(pull => $"{pull.Key:O} {pull.Value.Outcome} {pull.Value.Kind}"))}");
        CheckUnused(market, slot, rows);
    }

    // A gap has the reason of the last attempt that was kept, unless the warehouse has a later one.
    private void CheckGap(Market market, Slot slot, SlotRows rows)
    {
        if (rows.Gap is not { } gap || !lastFailures.TryGetValue((market, slot), out var last))
        {
            return;
        }

        var isLast = rows.Pulls.ContainsKey(last.RequestedAt) && rows.Pulls.Keys.Max() == last.RequestedAt;
        Expect(isLast ? gap.Reason == last.Kind : gap.Reason is not null, $"{market} {slot}: the gap says {gap.Reason?.ToString() ?? "not_running"}, the attempt {last.Kind}");
    }

    // Every fact needs archived bytes with the right hash, and the same facts must result from them again.
    private async Task CheckBookAsync(Snapshot stored, Pair pair, SlotRows rows)
    {
        RowsChecked++;
        var name = $"{stored.Capture.Market} {rows.Slot}";
        Expect(HashOf(stored.ArchiveKey) == stored.Capture.Sha256, $"{name}: no archived bytes with the book's hash");
        Expect(stored.Book.DepthComplete == (stored.Capture.Market.Venue == "coinbase"), $"{name}: only coinbase promises whole books");
        CheckEnd(stored, name);
        foreach (var (cost, fills) in stored.Fills)
        {
            var amount = fills.Aggregate(Exact.Zero, (sum, fill) => sum + fill.Amount);
            Expect(amount == cost.FilledAmount, $"{name}: the fills add up to {amount}, the cost says {cost.FilledAmount}");
        }

        var record = new BookRecord(
            stored.Capture.Market, rows.Slot, stored.Capture.ReceivedAt, null, null, null, null, null, 0, 0, true, stored.Capture.Sha256, stored.ArchiveKey);
        var replayed = await facts.RestoreAsync(record, pair, CancellationToken.None);
        Expect(replayed is not null && IsSame(stored, replayed), $"{name}: the replay differs");
    }

    // What the venue cut off can be neither shallow nor known to be empty.
    private void CheckEnd(Snapshot stored, string name)
    {
        var sent = settings.Sources[stored.Capture.Market].Sent[stored.Capture.Sha256];
        Expect(sent.IsBook, $"{name}: the venue sent no valid book");
        var isWhole = stored.Capture.Market.Venue == "coinbase";
        foreach (var cost in stored.Costs.Where(cost => !cost.Complete))
        {
            var has = cost.Side == Side.Buy ? sent.HasAsks : sent.HasBids;
            var expected = !has ? MetricReason.OneSided : isWhole && !sent.IsCut ? MetricReason.Shallow : MetricReason.Truncated;
            Expect(cost.Reason == expected, $"{name}: a walk past the end is {cost.Reason}, not {expected}");
        }
    }

    // A pull refers to every object in the archive, and the objects of a slot without a book are not books.
    private void CheckUnused(Market market, Slot slot, SlotRows rows)
    {
        if (!archive.Keys.TryGetValue((market, slot), out var keys))
        {
            return;
        }

        foreach (var key in keys)
        {
            Expect(rows.Pulls.Values.Any(pull => pull.ArchiveKey == key), $"{market} {slot}: no pull refers to {key}");
        }

        if (rows.Books.Count > 0)
        {
            return;
        }

        var venue = VenueCatalog.Find(market.Venue)!;
        var books = keys.Count(key => venue.ParseBook(archive.Objects[key].Body.Span).Failure is null);
        Expect(books == 0, $"{market} {slot}: a gap, and {books} books in the archive");
    }

    // Everything that a pull reported as kept must be in the stores.
    private void CheckKept(DateTimeOffset to)
    {
        foreach (var (market, slot, sha256) in witness.KeptBooks.Where(kept => kept.Slot.End <= to))
        {
            Expect(
                warehouse.RowsOf(market, slot).Pulls.Values.Any(pull => pull.Sha256 == sha256),
                $"{market} {slot}: the book {sha256[..8]} was reported as kept and is lost");
        }

        // The same bytes again are the same capture.
        foreach (var (market, slot, requestedAt, sha256, _) in witness.KeptFailures.Where(kept => kept.Slot.End <= to))
        {
            var pulls = warehouse.RowsOf(market, slot).Pulls;
            Expect(
                pulls.ContainsKey(requestedAt) || (sha256 is not null && pulls.Values.Any(pull => pull.Sha256 == sha256)),
                $"{market} {slot}: the failed attempt of {requestedAt:O} was reported as kept and is lost");
        }
    }

    // No address sends more per minute than allowed; a new process starts with a fresh budget, and minutes are those of the clock.
    private void CheckBudgets(BudgetLimits limits)
    {
        foreach (var (venue, sent) in witness.Fetchers.SelectMany(fetcher => fetcher.Sent))
        {
            var times = sent.Order().ToArray();
            for (int first = 0, last = 0; last < times.Length && limits.Of(venue) > 0; last++)
            {
                while (times[last] - times[first] >= Minute)
                {
                    first++;
                }

                Expect(last - first + 1 <= limits.Of(venue), $"{venue}: {last - first + 1} requests in the minute to {times[last]:O}");
            }
        }
    }

    private string? HashOf(string key) => archive.Objects.TryGetValue(key, out var capture) ? capture.Sha256 : null;

    private static bool IsSame(Snapshot stored, Snapshot replayed) =>
        stored.Capture == replayed.Capture
        && stored.Costs.SequenceEqual(replayed.Costs)
        && stored.Depth.SequenceEqual(replayed.Depth)
        && stored.RoundTrips.SequenceEqual(replayed.RoundTrips)
        && stored.Fills.SelectMany(walk => walk.Fills).SequenceEqual(replayed.Fills.SelectMany(walk => walk.Fills));

    private void Expect(bool holds, string violation)
    {
        if (!holds)
        {
            witness.Report(violation);
        }
    }
}
