using System.Data.Common;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Questions;

/// <summary>The problems of questions, each with a sentence that a person can act on.</summary>
public static class QuestionProblems
{
    public static Problem Stopped(Market market) =>
        Problem.Conflict($"{market} is stopped; start it again first: ./orderbook add {market}, or PUT {PathOf(market)}");

    public static Problem NoBookYet(Market market) => Problem.NotFound($"{market} has no book yet; GET {PathOf(market)} tells its last failure");

    /// <summary>A pull that was asked for and came to nothing.</summary>
    public static Problem NotPulled(Market market, FailureAnswer failure) =>
        Problem.NotPulled($"{market} was not pulled ({failure.Kind}): {failure.Message}", failure);

    public static Problem NotDelivered(PullFailure failure) =>
        Problem.NotDelivered($"the venue gave no answer to this ({failure.Kind.Text()}): {failure.Message}", failure.Kind.Text(), failure.HttpStatus);

    public static Problem TooPrecise(string amount) =>
        Problem.BadRequest($"amount {amount} has more digits than can be computed exactly; write fewer decimals");

    /// <summary>What an exception means for the caller; only bugs are internal errors, and their text stays in the log.</summary>
    public static Problem Of(Exception? error) => error switch
    {
        StoreUnavailableException unavailable => Problem.Unavailable($"the {unavailable.Store} is away; try again in a moment"),
        TimeoutException or OperationCanceledException => Problem.TooLate("the market did not answer in time; try again in a moment"),
        DbException { IsTransient: true } => Problem.Unavailable("the database is away; try again in a moment"),
        OrleansException => Problem.Unavailable("the silo that has this market is not to be reached; another takes over in a moment"),
        _ => Problem.Internal("something failed here that should not; the silo's log has the details"),
    };

    private static string PathOf(Market market) => $"/api/markets/{market.Venue}/{market.Product}";
}
