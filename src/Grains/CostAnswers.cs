using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;

namespace OrderBookSilo.Grains;

/// <summary>Puts the cost of one order on one book into the words of the API.</summary>
internal static class CostAnswers
{
    public static CostAnswer Answer(LatestBook latest, string market, string? quote, CostQuestion question, DateTimeOffset now)
    {
        if (!SideText.TryParse(question.Side, out var side) || !Exact.TryParse(question.Amount, out var amount))
        {
            throw new ArgumentException($"side and amount must be checked before the grain is asked: {question}");
        }

        var cost = question.InBase
            ? Walk.ByQuantity(latest.Book, side, amount)
            : Walk.ByAmount(latest.Book, side, amount, FillPolicy.Exact);
        return new CostAnswer(
            market,
            side.Text(),
            amount.ToString(),
            quote,
            cost.Complete,
            cost.Reason?.Text(),
            cost.FilledAmount.ToString(),
            cost.Unspent?.ToString(),
            cost.Quantity.ToString(),
            cost.AveragePrice?.ToString(),
            cost.WorstPrice?.ToString(),
            latest.Book.Mid?.ToString(),
            cost.SlippageBps,
            FeeRate: null,
            Fee: null,
            AllInPrice: null,
            CostBps: null,
            cost.Levels,
            latest.AgeSeconds(now));
    }
}
