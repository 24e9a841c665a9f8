using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.Grains.Registry;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Every market with a summary of its latest book; all markets are asked at once.</summary>
public sealed class MarketList(MarketDirectory directory, KnownMarkets markets, TimeProvider time)
{
    private const int CallsAtOnce = 64;
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(3);

    public async Task<Answer<IReadOnlyList<MarketSummary>>> AnswerAsync(MarketsQuestion question, CancellationToken cancel)
    {
        if (QuestionRules.RefuseWholeNumber("limit", question.Count, 1, QuestionRules.MarketsMax) is { } refusal)
        {
            return Problem.BadRequest(refusal);
        }

        var asset = question.Asset?.ToUpperInvariant();
        var known = await markets.GetAsync(cancel);
        var listings = known.Markets
            .Where(listing => question.Venue is null || listing.Market.StartsWith($"{question.Venue}:", StringComparison.Ordinal))
            .Where(listing => asset is null || listing.BaseAsset == asset)
            .Where(listing => question.After is null || string.CompareOrdinal(listing.Market, question.After) > 0)
            .Take(question.Count ?? QuestionRules.MarketsMax);
        return Answer.Of<IReadOnlyList<MarketSummary>>(await AskAsync(listings, cancel)) with { ListAgeSeconds = (int?)known.Age?.TotalSeconds };
    }

    private async Task<MarketSummary[]> AskAsync(IEnumerable<MarketListing> listings, CancellationToken cancel)
    {
        using var calls = new SemaphoreSlim(CallsAtOnce);
        return await Task.WhenAll([.. listings.Select(async listing =>
        {
            await calls.WaitAsync(cancel);
            try
            {
                return await SummaryAsync(Market.Parse(listing.Market), cancel);
            }
            catch (Exception silent) when (!cancel.IsCancellationRequested)
            {
                return Silent(listing, silent, time.GetUtcNow());
            }
            finally
            {
                calls.Release();
            }
        })]);
    }

    private async Task<MarketSummary> SummaryAsync(Market market, CancellationToken cancel)
    {
        using var deadline = new CancellationTokenSource(AnswerTimeMax, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, deadline.Token);
        return await directory.Grain(market).GetSummaryAsync(linked.Token);
    }

    // One market that cannot answer, for example because its silo was just lost, must not hide the others.
    private static MarketSummary Silent(MarketListing listing, Exception silent, DateTimeOffset now)
    {
        var market = Market.Parse(listing.Market);
        var why = silent is StoreUnavailableException ? silent.Message : "the market is not answering";
        return new MarketSummary(
            listing.Market,
            market.Venue,
            market.Product,
            listing.BaseAsset is null ? null : $"{listing.BaseAsset}/{listing.QuoteAsset}",
            listing.Active,
            Slot: null,
            ReceivedAt: null,
            AgeSeconds: null,
            BestBid: null,
            BestAsk: null,
            Mid: null,
            SpreadBps: null,
            BidLevels: null,
            AskLevels: null,
            DepthComplete: null,
            new FailureAnswer("no_answer", why, null, now, now),
            NextSlot: null,
            Listing.UnknownStatus,
            FrozenSince: null);
    }
}
