using System.Data.Common;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Questions;

/// <summary>Problem answers to questions; each message says what the caller can do.</summary>
public static class QuestionProblems
{
    public static Problem Stopped(Market market) =>
        Problem.Conflict($"{market} is stopped; start it again first: ./orderbook add {market}, or PUT {PathOf(market)}");

    public static Problem NoBookYet(Market market) => Problem.NotFound($"{market} has no book yet; GET {PathOf(market)} shows its last failure");

    /// <summary>A requested pull failed.</summary>
    public static Problem NotPulled(Market market, FailureAnswer failure) =>
        Problem.NotPulled($"{market} was not pulled ({failure.Kind}): {failure.Message}", failure);

    /// <summary>A requested pull was not sent, because the venue's budget or its order to stop does not allow it now.</summary>
    public static Problem NotAsked(string subject, BudgetRefusal refusal)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(refusal.RetryAfter?.TotalSeconds ?? 1));
        return Problem.TooMany($"{subject} was not pulled: {refusal.Message}; try again in {seconds} s, or without maxAge for the latest book", seconds);
    }

    public static Problem NotDelivered(PullFailure failure) =>
        Problem.NotDelivered($"the venue did not deliver ({failure.Kind.Text()}): {failure.Message}", failure.Kind.Text(), failure.HttpStatus);

    public static Problem TooPrecise(string amount) =>
        Problem.BadRequest($"amount {amount} has more digits than can be computed exactly; write fewer decimals");

    /// <summary>Maps an exception to a problem; only bugs become internal errors, and their text stays in the log.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="hasOtherSilos">Whether other silos can take over what a lost one hosted.</param>
    public static Problem Of(Exception? error, bool hasOtherSilos) => error switch
    {
        StoreUnavailableException unavailable => Problem.Unavailable($"the {unavailable.Store} is unavailable; try again in a moment"),
        TimeoutException or OperationCanceledException => Problem.TooLate("the market did not answer in time; try again in a moment"),
        // A grain keeps its state in the database, and without it cannot be activated.
        not null when IsOfDatabase(error) => Problem.Unavailable("the database is unavailable; what is already running goes on, and this has to wait for it; try again in a moment"),
        OrleansException when hasOtherSilos => Problem.Unavailable("the silo that hosts this market is unreachable; another will take over, try again in a moment"),
        OrleansException => Problem.Unavailable("this silo cannot reach the market, and no other silo is running; try again in a moment, and see /health/ready"),
        _ => Problem.Internal("unexpected error; the silo's log has the details"),
    };

    private static bool IsOfDatabase(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException { IsTransient: true } or StoreUnavailableException || (cause is DbException && error is OrleansException))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path of a market in the API.</summary>
    internal static string PathOf(Market market) => $"/api/markets/{market.Venue}/{Uri.EscapeDataString(market.Product)}";
}
