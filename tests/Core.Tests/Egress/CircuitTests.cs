using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Egress;

public sealed class CircuitTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);
    private static readonly PullFailure Dead = new(FailureKind.Timeout, "no answer");

    private readonly Circuit circuit = new(new CircuitLimits(3, Rest, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20)));

    [Fact]
    public void Failures_in_a_row_open_it_and_fewer_do_not()
    {
        Fail(Start, 2);
        Assert.Null(circuit.FindRefusal(Start));

        Fail(Start, 1);

        var refusal = circuit.FindRefusal(Start.AddSeconds(5));
        Assert.Equal((FailureKind.Timeout, TimeSpan.FromSeconds(10)), (refusal!.Kind, refusal.RetryAfter));
        Assert.Contains("no answer", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(WayState.Open, circuit.Show(Start).State);
    }

    [Fact]
    public void An_answer_in_between_begins_the_count_again()
    {
        for (var i = 0; i < 10; i++)
        {
            Fail(Start, 2);
            circuit.Answered();
        }

        Assert.Null(circuit.FindRefusal(Start));
    }

    [Fact]
    public void After_the_rest_one_request_at_a_time_tries()
    {
        Fail(Start, 3);
        var later = Start + Rest;
        Assert.Null(circuit.FindRefusal(later));

        var probe = circuit.Enter(later);
        Assert.True(probe.IsProbe);
        Assert.Equal(WayState.Probing, circuit.Show(later).State);
        Assert.Equal(TimeSpan.FromSeconds(20), circuit.FindRefusal(later)?.RetryAfter);

        circuit.Unknown(probe);
        Assert.Null(circuit.FindRefusal(later));
    }

    [Fact]
    public void Its_answer_closes_it()
    {
        Fail(Start, 3);
        circuit.Enter(Start + Rest);

        circuit.Answered();

        Assert.Equal(Standing.Closed, circuit.Show(Start + Rest));
        Fail(Start + Rest, 2);
        Assert.Null(circuit.FindRefusal(Start + Rest));
    }

    [Fact]
    public void Each_rest_is_twice_as_long_up_to_the_longest()
    {
        Fail(Start, 3);
        var rests = new List<double>();
        var now = Start;
        for (var i = 0; i < 6; i++)
        {
            var rest = circuit.FindRefusal(now)!.RetryAfter!.Value;
            rests.Add(rest.TotalSeconds);
            now += rest;
            circuit.Failed(circuit.Enter(now), now, Dead);
        }

        Assert.Equal([15, 30, 60, 120, 120, 120], rests);
        Assert.Equal(1, circuit.Openings);
    }

    [Fact]
    public void A_failure_of_a_request_from_before_changes_nothing()
    {
        var early = circuit.Enter(Start);
        Fail(Start, 3);

        circuit.Failed(early, Start.AddSeconds(10), Dead);
        Assert.Equal(TimeSpan.FromSeconds(5), circuit.FindRefusal(Start.AddSeconds(10))?.RetryAfter);

        var probe = circuit.Enter(Start + Rest);
        circuit.Unknown(early);
        Assert.NotNull(circuit.FindRefusal(Start + Rest));
        circuit.Unknown(probe);
    }

    [Fact]
    public void A_try_whose_end_is_never_told_does_not_keep_it_closed_to_others_for_ever()
    {
        Fail(Start, 3);
        circuit.Enter(Start + Rest);

        Assert.NotNull(circuit.FindRefusal(Start + Rest + TimeSpan.FromSeconds(19)));
        Assert.Null(circuit.FindRefusal(Start + Rest + TimeSpan.FromSeconds(20)));
    }

    private void Fail(DateTimeOffset now, int times)
    {
        for (var i = 0; i < times; i++)
        {
            circuit.Failed(circuit.Enter(now), now, Dead);
        }
    }
}
