using System.Data.Common;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;
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

    public static Problem NotDelivered(PullFailure failure) =>
        Problem.NotDelivered($"the venue did not deliver ({failure.Kind.Text()}): {failure.Message}", failure.Kind.Text(), failure.HttpStatus);

    public static Problem TooPrecise(string amount) =>
        Problem.BadRequest($"amount {amount} has more digits than can be computed exactly; write fewer decimals");

    /// <summary>Maps an exception to a problem; only bugs become internal errors, and their text stays in the log.</summary>
    public static Problem Of(Exception? error) => error switch
    {
        StoreUnavailableException unavailable => Problem.Unavailable($"the {unavailable.Store} is unavailable; try again in a moment"),
        TimeoutException or OperationCanceledException => Problem.TooLate("the market did not answer in time; try again in a moment"),
        DbException { IsTransient: true } => Problem.Unavailable("the database is unavailable; try again in a moment"),
        OrleansException => Problem.Unavailable("the silo that hosts this market is unreachable; another will take over, try again in a moment"),
        _ => Problem.Internal("unexpected error; the silo's log has the details"),
    };

    private static string PathOf(Market market) => $"/api/markets/{market.Venue}/{market.Product}";
}
