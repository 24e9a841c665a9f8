using OrderBookSilo.Core.Fees;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>GET …/cost?side=&amp;amount=</c>: what one order costs on the latest book.</summary>
internal static class CostEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/markets/{venue}/{product}/cost", GetAsync)
            .WithSummary("What one order costs on the latest book.")
            .WithDescription(
                "Query: side=buy|sell, amount=, unit=quote|base (default quote), fees=none|PROFILE (default the configured fees), maxAge=SECONDS "
                + "(pulls first when the book is older). A buy's amount includes the fee, a sell's is what is received after it; lot step and "
                + "minimums apply. fees=none asks for the bare walk. Fee fields are null where no fee is known.")
            .Produces<CostAnswer>();

    private static Task<IResult> GetAsync(string venue, string product, HttpRequest request, MarketDirectory directory, MarketFees fees, TimeProvider time)
    {
        var query = new Query(request.Query);
        query.Only("side", "amount", "unit", "fees", "maxAge");
        var question = new CostQuestion(
            query.Choice("side", null, "buy", "sell"),
            query.Amount("amount").ToString(),
            query.Choice("unit", "quote", "quote", "base") == "base",
            ReadFees(query, venue, fees));
        var maxAgeSeconds = query.MaxAgeSeconds();
        return query.Error is { } error
            ? Task.FromResult(Problems.BadRequest(error))
            : directory.WithAsync(venue, product, async (grain, market) =>
            {
                try
                {
                    if (await RefreshAsync(grain, market, question, maxAgeSeconds, time) is { } refusal)
                    {
                        return refusal;
                    }

                    var answer = await grain.GetCostAsync(question);
                    return answer is null ? BookEndpoint.NoBookYet(market) : Results.Ok(answer);
                }
                catch (OverflowException)
                {
                    return Problems.BadRequest($"amount {question.Amount} has more digits than can be computed exactly; write fewer decimals");
                }
            });
    }

    // Who asked for a book of now is not given an old one without a word.
    private static async Task<IResult?> RefreshAsync(
        IMarketGrain grain, string market, CostQuestion question, int? maxAgeSeconds, TimeProvider time)
    {
        if (maxAgeSeconds is null || (await grain.GetCostAsync(question))?.AgeSeconds <= maxAgeSeconds)
        {
            return null;
        }

        var pulled = await grain.PullNowAsync(time.GetUtcNow());
        return !pulled.Market.Active ? Problems.Stopped(market)
            : pulled.Failure is { } failure ? Problems.NotPulled(market, failure)
            : null;
    }

    private static string? ReadFees(Query query, string venue, MarketFees fees)
    {
        string[] known = [CostAnswers.NoFees, .. fees.ProfilesOf(venue)];
        return query.Text("fees") is not { } text || known.Contains(text)
            ? query.Text("fees")
            : query.Wrong<string?>($"{venue} has no fees '{Query.Shown(text)}'; known are {string.Join(", ", known)}", null);
    }
}
