using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Egress;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);
    private static readonly PullFailure Dead = new(FailureKind.Timeout, "no answer");

    private readonly CircuitBreaker circuit = new(new CircuitLimits(3, Rest, TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(20)));

    [Fact]
    public void Enough_failures_in_a_row_open_it()
    {
        Fail(Start, 2);
        Assert.Null(circuit.FindRefusal(Start));

        Fail(Start, 1);

        var refusal = circuit.FindRefusal(Start.AddSeconds(5));
        Assert.Equal((FailureKind.Timeout, TimeSpan.FromSeconds(10)), (refusal!.Kind, refusal.RetryAfter));
        Assert.Contains("no answer", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(RouteState.Open, circuit.Show(Start).State);
    }

    [Fact]
    public void A_response_in_between_restarts_the_count()
    {
        for (var i = 0; i < 10; i++)
        {
            Fail(Start, 2);
            circuit.OnSuccess();
        }

        Assert.Null(circuit.FindRefusal(Start));
    }

    [Fact]
    public void After_the_rest_one_request_at_a_time_probes()
    {
        Fail(Start, 3);
        var later = Start + Rest;
        Assert.Null(circuit.FindRefusal(later));

        var probe = Enter(later);
        Assert.True(probe.IsProbe);
        Assert.Equal(RouteState.Probing, circuit.Show(later).State);
        Assert.Equal(TimeSpan.FromSeconds(20), circuit.FindRefusal(later)?.RetryAfter);

        circuit.OnAbandoned(probe);
        Assert.Null(circuit.FindRefusal(later));
    }

    [Fact]
    public void A_successful_probe_closes_it()
    {
        Fail(Start, 3);
        Enter(Start + Rest);

        circuit.OnSuccess();

        Assert.Equal(Standing.Closed, circuit.Show(Start + Rest));
        Fail(Start + Rest, 2);
        Assert.Null(circuit.FindRefusal(Start + Rest));
    }

    [Fact]
    public void Each_rest_is_twice_as_long_up_to_the_maximum()
    {
        Fail(Start, 3);
        var rests = new List<double>();
        var now = Start;
        for (var i = 0; i < 6; i++)
        {
            var rest = circuit.FindRefusal(now)!.RetryAfter!.Value;
            rests.Add(rest.TotalSeconds);
            now += rest;
            circuit.OnFailure(Enter(now), now, Dead);
        }

        Assert.Equal([15, 30, 60, 120, 120, 120], rests);
        Assert.Equal(1, circuit.Openings);
    }

    [Fact]
    public void A_late_failure_of_an_earlier_request_changes_nothing()
    {
        var early = Enter(Start);
        Fail(Start, 3);

        circuit.OnFailure(early, Start.AddSeconds(10), Dead);
        Assert.Equal(TimeSpan.FromSeconds(5), circuit.FindRefusal(Start.AddSeconds(10))?.RetryAfter);

        var probe = Enter(Start + Rest);
        circuit.OnAbandoned(early);
        Assert.NotNull(circuit.FindRefusal(Start + Rest));
        circuit.OnAbandoned(probe);
    }

    [Fact]
    public void A_probe_whose_end_is_never_reported_does_not_block_others_forever()
    {
        Fail(Start, 3);
        Enter(Start + Rest);

        Assert.NotNull(circuit.FindRefusal(Start + Rest + TimeSpan.FromSeconds(19)));
        Assert.Null(circuit.FindRefusal(Start + Rest + TimeSpan.FromSeconds(20)));
    }

    private CircuitPermit Enter(DateTimeOffset now)
    {
        Assert.True(circuit.TryEnter(now, out var permit));
        return permit;
    }

    private void Fail(DateTimeOffset now, int times)
    {
        for (var i = 0; i < times; i++)
        {
            circuit.OnFailure(Enter(now), now, Dead);
        }
    }
}
