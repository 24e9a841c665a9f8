using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Grains.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Costs one order on a market's latest book with the fee in force at the book's time, as the API's answer.</summary>
public sealed class CostAnswers(MarketFees fees, ClockOffset clock)
{
    /// <summary>Selects the bare walk, without fees, steps and minimums.</summary>
    public const string NoFees = "none";

    internal CostAnswer Answer(CurrentBook latest, Market market, MarketRules rules, CostQuestion question)
    {
        if (!SideText.TryParse(question.Side, out var side) || !Exact.TryParse(question.Amount, out var amount))
        {
            throw new ArgumentException($"side and amount must be validated before the grain is called: {question}");
        }

        var isBare = question.Fees == NoFees;
        var fee = isBare ? TakerFee.None
            : question.Fees is { } profile ? fees.Find(market, rules.Pair, latest.ReceivedAt, profile)
            : fees.Find(market, rules.Pair, latest.ReceivedAt);
        var applied = isBare ? MarketRules.Unknown : rules;
        var cost = question.InBase
            ? OrderCost.ByQuantity(latest.Book, side, amount, fee ?? TakerFee.None, applied)
            : OrderCost.ByAmount(latest.Book, side, amount, fee ?? TakerFee.None, applied);
        var answer = Answer(latest, market, cost, amount) with
        {
            Currency = rules.Pair?.Quote.Code,
            FeeIn = fee?.In.Text(),
            StepsKnown = rules.QuantityStep is not null,
            QuantityStep = applied.QuantityStep?.ToString(),
            Orders = applied.OrdersFor(cost.OrderQuantity, cost.Book.FilledAmount),
        };
        return fee is null ? answer with { FeeRate = null, Fee = null, NetAmount = null, AllInPrice = null, CostBps = null } : answer;
    }

    private CostAnswer Answer(CurrentBook latest, Market market, OrderCost cost, Exact amount) =>
        new(
            market.ToString(),
            cost.Book.Side.Text(),
            amount.ToString(),
            Currency: null,
            cost.Complete,
            cost.Reason?.Text(),
            cost.NetAmount.ToString(),
            cost.Unspent?.ToString(),
            cost.Quantity.ToString(),
            cost.Book.AveragePrice?.ToString(),
            cost.Book.WorstPrice?.ToString(),
            latest.Book.Mid?.ToString(),
            cost.Book.SlippageBps,
            cost.FeeRate,
            cost.Fee.ToString(),
            cost.AllInPrice?.ToString(),
            cost.CostBps,
            cost.Book.Levels,
            Age.Seconds(latest.ReceivedAt, clock.Now),
            cost.Book.FilledAmount.ToString(),
            cost.NetAmount.ToString(),
            FeeIn: null,
            cost.FeeInBase?.ToString(),
            cost.OrderQuantity.ToString(),
            StepsKnown: false,
            QuantityStep: null,
            Orders: null);
}
