using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Registry;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Splits an order over the latest books of every market of an asset, in one currency.</summary>
public sealed class BestSplits(
    IGrainFactory grains, KnownMarkets known, BookCollector books, BurstCache burst, SplitPlanner planner, SnapshotPlan plan, MarketFees fees, ClockOffset clock)
{
    /// <summary>How many markets are pulled at the same time when their books are too old for the question.</summary>
    private const int PullsMax = 64;

    private const int LargestSizes = 10;

    /// <summary>Splits the order. Throws only when there is no list of markets.</summary>
    public async Task<BestAnswer> FindAsync(Pair pair, BestQuestion question)
    {
        if (!SideText.TryParse(question.Side, out var side) || !Exact.TryParse(question.Amount, out var amount))
        {
            throw new ArgumentException($"side and amount must be validated before the grain is called: {question}");
        }

        var order = new SplitOrder(side, amount, question.InBase ? SplitUnit.Base : SplitUnit.Quote);
        if (question.MaxAgeSeconds is { } seconds)
        {
            var (collected, refusal) = await CollectFreshAsync(pair, TimeSpan.FromSeconds(seconds));
            var answer = Answer(pair, order, collected);
            return answer.Split.Count == 0 ? answer with { Refusal = refusal } : answer;
        }

        var answers = await burst.GetAsync(pair, async () => await CollectAsync(await ListAsync(pair)));
        return answers.Answer(order, () => Answer(pair, order, answers.Books));
    }

    /// <summary>The all-in cost of every size up to ten times the currency's largest order size, or to what the markets hold.</summary>
    public async Task<BestCurve> CurveAsync(Pair pair, Side side)
    {
        var orderSizes = plan.For(pair.Quote, fee: null).OrderSizes;
        if (orderSizes.Count == 0)
        {
            throw new ArgumentException($"the order sizes must be validated before the grain is called: {pair}");
        }

        var sizes = SizeGrid.UpTo(orderSizes[^1] * LargestSizes);
        var participants = Participants.Of(pair, await CollectAsync(await ListAsync(pair)), planner.Settings, fees);
        var selection = planner.Select(side, pair.Quote, participants.Candidates, participants.Converters, participants.Excluded);
        return BestAnswers.Curve(pair, selection, new SplitCurve(side, selection.Refusal is null ? selection.Markets : [], sizes), sizes);
    }

    private BestAnswer Answer(Pair pair, SplitOrder order, CollectedBooks collected)
    {
        var participants = Participants.Of(pair, collected, planner.Settings, fees);
        return BestAnswers.Answer(pair, order, planner.Compare(order, pair.Quote, participants.Candidates, participants.Converters, participants.Excluded), collected);
    }

    private async Task<IReadOnlyList<MarketListing>> ListAsync(Pair pair) =>
        (await known.GetAsync(CancellationToken.None)).OfAsset(pair.Base, [.. planner.Settings.Conversions.Select(market => market.ToString())]);

    private Task<CollectedBooks> CollectAsync(IReadOnlyList<MarketListing> listings) => books.CollectAsync(listings, planner.Settings.AgeMax);

    private async Task<(CollectedBooks Books, BudgetRefusal? Refusal)> CollectFreshAsync(Pair pair, TimeSpan ageMax)
    {
        var listings = await ListAsync(pair);
        var collected = await CollectAsync(listings);
        BudgetRefusal? refusal = null;
        var askedAt = clock.Now.At;
        var fresh = collected.Books.Where(book => askedAt - book.ReceivedAt <= ageMax).Select(book => book.Market.ToString()).ToHashSet();
        var old = listings.Where(listing => listing.Active && !fresh.Contains(listing.Market)).ToList();
        if (old.Count > 0)
        {
            refusal = await PullAsync(old, askedAt);
            collected = await CollectAsync(listings);
        }

        // The caller asked for fresh books. Pulling the others takes time, so every book received since the question counts as fresh.
        var late = collected.Books.Where(book => askedAt - book.ReceivedAt > ageMax).ToList();
        return (
            collected with
            {
                Books = [.. collected.Books.Except(late)],
                Excluded = [.. collected.Excluded, .. late.Select(book => new MarketExclusion(book.Market, SplitExclusion.Stale))],
            },
            refusal);
    }

    /// <summary>Pulls markets; returns the refusal that ends first, null when none was refused.</summary>
    private async Task<BudgetRefusal?> PullAsync(IReadOnlyList<MarketListing> old, DateTimeOffset askedAt)
    {
        using var pulls = new SemaphoreSlim(PullsMax);
        var refusals = await Task.WhenAll([.. old.Select(listing => PullAsync(listing.Market, askedAt, pulls))]);
        return refusals.OfType<BudgetRefusal>().MinBy(refusal => refusal.RetryAfter ?? TimeSpan.Zero);
    }

    // A market that cannot be pulled keeps its old book and is excluded because of it.
    private async Task<BudgetRefusal?> PullAsync(string market, DateTimeOffset askedAt, SemaphoreSlim pulls)
    {
        await pulls.WaitAsync();
        try
        {
            return (await grains.GetGrain<IMarketGrain>(market).PullNowAsync(askedAt)).Refusal;
        }
        catch (Exception)
        {
            // The market shows as stale or as no answer.
            return null;
        }
        finally
        {
            pulls.Release();
        }
    }

    /// <summary>The collected books as the planner's input.</summary>
    private sealed record Participants(
        IReadOnlyList<SplitCandidate> Candidates, IReadOnlyList<SplitCandidate> Converters, IReadOnlyList<MarketExclusion> Excluded)
    {
        public static Participants Of(Pair pair, CollectedBooks collected, SplitSettings settings, MarketFees fees)
        {
            var all = collected.Books.Where(book => book.Rules.Pair is not null).Select(book => new SplitCandidate(
                book.Market, book.Rules.Pair!.Value, book.Rules, book.Book, book.ReceivedAt, fees.Find(book.Market, book.Rules.Pair, book.ReceivedAt), book.IsFrozen)).ToList();

            // A converter without a book is not listed as excluded; the markets that need it are.
            return new Participants(
                [.. all.Where(candidate => candidate.Pair.Base == pair.Base)],
                all,
                [.. collected.Excluded.Where(left => !settings.Conversions.Contains(left.Market))]);
        }
    }
}
