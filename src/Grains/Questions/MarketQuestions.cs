using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Grains.Questions;

/// <summary>The live questions about one market, and the changes to it.</summary>
public sealed class MarketQuestions(MarketDirectory directory, BookClient books, SnapshotPlan plan, MarketFees fees, ClockOffset clock)
{
    public Task<Answer<MarketSummary>> GetSummaryAsync(string market, CancellationToken cancel) =>
        directory.WithAsync(market, found => SummaryAsync(found, cancel));

    public async Task<Answer<BookView>> GetBookAsync(string market, int? depth, CancellationToken cancel) =>
        QuestionRules.RefuseWholeNumber("depth", depth, 1, QuestionRules.DepthMax) is { } refusal
            ? Problem.BadRequest(refusal)
            : await WithBookAsync(market, book => BookAnswers.View(book, depth), cancel);

    public Task<Answer<MarketMetrics>> GetMetricsAsync(string market, CancellationToken cancel) =>
        WithBookAsync(market, book => MetricsAnswers.Metrics(book, OptionsOf(book), clock.Now), cancel);

    public async Task<Answer<CostCurve>> GetCurveAsync(string market, string side, CancellationToken cancel) =>
        QuestionRules.RefuseSide(side, out var taken) is { } refusal
            ? Problem.BadRequest(refusal)
            : await WithBookAsync(market, book => MetricsAnswers.Curve(book, taken, OptionsOf(book), clock.Now), cancel);

    public Task<Answer<CostAnswer>> GetCostAsync(string market, CostQuestion question, CancellationToken cancel) =>
        directory.WithAsync<CostAnswer>(market, async found =>
        {
            if ((QuestionRules.RefuseOrder(question.Side, question.Amount, question.MaxAgeSeconds) ?? RefuseFees(found, question.Fees)) is { } refusal)
            {
                return Problem.BadRequest(refusal);
            }

            try
            {
                return await CostAsync(found, question);
            }
            catch (OverflowException)
            {
                return QuestionProblems.TooPrecise(question.Amount);
            }
        });

    public async Task<Answer<MarketSummary>> AddAsync(string market, CancellationToken cancel)
    {
        if ((MarketDirectory.Read(market, out var found) ?? await directory.RefuseUnlistedAsync(found, cancel)) is { } problem)
        {
            return problem;
        }

        await directory.Registry.AddAsync(found.ToString());
        return await SummaryAsync(found, cancel);
    }

    public Task<Answer<MarketSummary>> RemoveAsync(string market, CancellationToken cancel) => directory.WithAsync(market, async found =>
    {
        await directory.Registry.RemoveAsync(found.ToString());
        return await SummaryAsync(found, cancel);
    });

    public Task<Answer<MarketSummary>> PullAsync(string market, CancellationToken cancel) => directory.WithAsync<MarketSummary>(market, async found =>
    {
        if (!(await directory.Grain(found).GetSummaryAsync(cancel)).Active)
        {
            return QuestionProblems.Stopped(found);
        }

        var pulled = await directory.Grain(found).PullNowAsync(clock.Now.At);
        return pulled.Refusal is { } refusal ? QuestionProblems.NotAsked(found.ToString(), refusal)
            : pulled.Failure is { } failure ? QuestionProblems.NotPulled(found, failure)
            : Answer.Of(pulled.Market);
    });

    private async Task<Answer<MarketSummary>> SummaryAsync(Market market, CancellationToken cancel) =>
        Answer.Of(await directory.Grain(market).GetSummaryAsync(cancel));

    private Task<Answer<T>> WithBookAsync<T>(string market, Func<MarketBook, T> answer, CancellationToken cancel)
        where T : class => directory.WithAsync<T>(
            market, async found => await books.FindAsync(found, cancel) is { } book ? Answer.Of(answer(book)) : QuestionProblems.NoBookYet(found));

    private async Task<Answer<CostAnswer>> CostAsync(Market market, CostQuestion question)
    {
        if (await RefreshAsync(market, question) is { } problem)
        {
            return problem;
        }

        return await directory.Grain(market).GetCostAsync(question) is { } answer ? Answer.Of(answer) : QuestionProblems.NoBookYet(market);
    }

    // A caller that asked for a fresh book must not get an old one without notice.
    private async Task<Problem?> RefreshAsync(Market market, CostQuestion question)
    {
        var grain = directory.Grain(market);
        if (question.MaxAgeSeconds is not { } ageMax || (await grain.GetCostAsync(question))?.AgeSeconds <= ageMax)
        {
            return null;
        }

        // The pull may have failed only in that no store could keep its book.
        var askedAt = clock.Now.At;
        var pulled = await grain.PullNowAsync(askedAt);
        return !pulled.Market.Active ? QuestionProblems.Stopped(market)
            : pulled.Refusal is { } refusal ? QuestionProblems.NotAsked(market.ToString(), refusal)
            : pulled.Failure is { } failure && !(pulled.Market.ReceivedAt >= askedAt) ? QuestionProblems.NotPulled(market, failure)
            : null;
    }

    private string? RefuseFees(Market market, string? profile)
    {
        string[] known = [CostAnswers.NoFees, .. fees.ProfilesOf(market.Venue)];
        return profile is null || known.Contains(profile)
            ? null
            : $"{market.Venue} has no fee profile '{Shown.Of(profile)}'; its profiles are {string.Join(", ", known)}";
    }

    // These costs are those of the exact walk, whatever fill policy the stored facts use.
    private SnapshotOptions OptionsOf(MarketBook book)
    {
        var pair = book.Rules.Pair;
        return plan.For(pair?.Quote, fees.Find(book.Market, pair, book.ReceivedAt)) with { FillPolicy = Core.Costs.FillPolicy.Exact };
    }
}
