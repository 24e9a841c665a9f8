using Npgsql;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Questions;
using Orleans.Runtime;

namespace OrderBookSilo.Grains.Tests.Questions;

public sealed class QuestionProblemTests
{
    public static TheoryData<Exception, bool, string> Causes => new()
    {
        { new SiloUnavailableException("gone"), true, "another will take over" },
        { new SiloUnavailableException("gone"), false, "no other silo is running" },
        { new OrleansException("state", new NpgsqlException("refused", new IOException("refused"))), true, "the database is unavailable" },
        { new OrleansException("state", new NpgsqlException("refused", new IOException("refused"))), false, "the database is unavailable" },
        { new OrleansException("state", new StoreUnavailableException("grain state", new IOException("refused"))), true, "the database is unavailable" },
        { new StoreUnavailableException("warehouse", new IOException("refused")), true, "the warehouse is unavailable" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void A_database_that_is_away_a_lost_silo_and_a_single_silo_are_told_apart(Exception error, bool hasOtherSilos, string words)
    {
        var problem = QuestionProblems.Of(error, hasOtherSilos);

        Assert.Equal(503, problem.Status);
        Assert.Contains(words, problem.Detail, StringComparison.Ordinal);
    }
}
