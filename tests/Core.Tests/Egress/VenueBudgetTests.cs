using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Tests.Egress;

public class VenueBudgetTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Requests_within_the_budget_are_sent_immediately()
    {
        var budget = new VenueBudget(1000);

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(new BudgetDecision(TimeSpan.Zero, null, new Reservation(Start, 250)), budget.Reserve(Start, 250, Patience));
        }
    }

    [Fact]
    public void A_budget_of_zero_means_no_limit()
    {
        var budget = new VenueBudget(0);

        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(default, budget.Reserve(Start, 250, TimeSpan.Zero));
        }
    }

    [Fact]
    public void A_request_beyond_the_budget_waits_until_the_oldest_has_left_the_window()
    {
        var budget = new VenueBudget(500);
        budget.Reserve(Start, 250, Patience);
        budget.Reserve(Start.AddSeconds(30), 250, Patience);

        var decision = budget.Reserve(Start.AddSeconds(45), 250, Patience);

        Assert.Null(decision.Failure);
        Assert.Equal(VenueBudget.Window - TimeSpan.FromSeconds(45), decision.Wait);
    }

    [Fact]
    public void A_wait_that_is_too_long_is_a_failure_with_a_retry_time()
    {
        var budget = new VenueBudget(500);
        budget.Reserve(Start, 500, Patience);

        var decision = budget.Reserve(Start.AddSeconds(1), 1, Patience);

        Assert.Equal(FailureKind.Budget, decision.Failure!.Kind);
        Assert.Equal(VenueBudget.Window - TimeSpan.FromSeconds(1), decision.Failure.RetryAfter);
    }

    [Fact]
    public void A_request_heavier_than_the_budget_is_never_sent() =>
        Assert.Equal(FailureKind.Budget, new VenueBudget(100).Reserve(Start, 250, TimeSpan.FromDays(1)).Failure!.Kind);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_window_ever_exceeds_the_budget(int seed)
    {
        const int Limit = 600;
        var random = new Random(seed);
        var budget = new VenueBudget(Limit);
        var sent = new List<(DateTimeOffset At, int Weight)>();
        var now = Start;
        for (var i = 0; i < 3_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(0, 4_000));
            var weight = random.Next(1, 251);
            var decision = budget.Reserve(now, weight, Patience);
            if (decision.Failure is null)
            {
                sent.Add((now + decision.Wait, weight));
            }
        }

        Assert.All(sent, first => Assert.True(
            sent.Where(one => one.At >= first.At && one.At < first.At + VenueBudget.Window).Sum(one => one.Weight) <= Limit));
        Assert.Equal(sent.OrderBy(one => one.At), sent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Returned_weight_is_available_again_and_no_window_exceeds_the_budget(int seed)
    {
        const int Limit = 600;
        var random = new Random(seed);
        var budget = new VenueBudget(Limit);
        var sent = new List<Reservation>();
        var now = Start;
        for (var i = 0; i < 3_000; i++)
        {
            now += TimeSpan.FromMilliseconds(random.Next(0, 4_000));
            if (budget.Reserve(now, 150, Patience).Reservation is { } reservation)
            {
                sent.Add(reservation);
            }

            if (random.Next(3) == 0 && sent.Count > 0)
            {
                budget.Return(sent[^1]);
                sent.RemoveAt(sent.Count - 1);
            }
        }

        Assert.All(sent, first => Assert.True(
            sent.Where(one => one.At >= first.At && one.At < first.At + VenueBudget.Window).Sum(one => one.Weight) <= Limit));
        Assert.True(sent.Count > 300, $"only {sent.Count} were sent");
    }

    [Fact]
    public void Weight_returned_while_waiting_does_not_delay_others()
    {
        var budget = new VenueBudget(500);
        budget.Reserve(Start, 250, Patience);
        budget.Reserve(Start.AddSeconds(30), 250, Patience);
        var waiting = budget.Reserve(Start.AddSeconds(45), 500, TimeSpan.FromMinutes(1));

        budget.Return(waiting.Reservation!.Value);

        Assert.Equal(TimeSpan.Zero, budget.Reserve(Start + VenueBudget.Window, 250, Patience).Wait);
    }

    [Fact]
    public void A_restored_budget_continues_the_previous_one()
    {
        var first = new VenueBudget(500);
        first.Reserve(Start, 500, Patience);
        first.Note(Start, new PullFailure(FailureKind.Banned, "banned", 418, TimeSpan.FromMinutes(5)));
        var second = VenueBudget.From(500, VenueBudget.Window, first.Reservations, first.Stop);

        Assert.Equal(first.FindStop(Start.AddMinutes(1)), second.FindStop(Start.AddMinutes(1)));
        Assert.Null(second.FindStop(Start.AddMinutes(5)));

        var unstopped = VenueBudget.From(500, VenueBudget.Window, first.Reservations, stop: null);
        Assert.Equal(VenueBudget.Window - TimeSpan.FromSeconds(50), unstopped.Reserve(Start.AddSeconds(50), 1, Patience).Wait);
    }

    [Fact]
    public void The_budget_is_fully_used()
    {
        var budget = new VenueBudget(600);
        var granted = Enumerable.Range(0, 3_600).Count(second => budget.Reserve(Start.AddSeconds(second), 100, Patience).Failure is null);

        Assert.InRange(granted, 345, 360);
    }

    [Theory]
    [InlineData(FailureKind.RateLimited, null, 60)]
    [InlineData(FailureKind.RateLimited, 7, 7)]
    [InlineData(FailureKind.RateLimited, 100_000, 3_600)]
    [InlineData(FailureKind.Banned, null, 120)]
    [InlineData(FailureKind.Banned, 86_400, 86_400)]
    [InlineData(FailureKind.Banned, 10_000_000, 259_200)]
    public void A_stop_lasts_as_long_as_the_venue_says_within_bounds(FailureKind kind, int? saidSeconds, int seconds)
    {
        var budget = new VenueBudget(0);
        TimeSpan? retryAfter = saidSeconds is { } said ? TimeSpan.FromSeconds(said) : null;

        budget.Note(Start, new PullFailure(kind, "too many requests", 429, retryAfter));

        var stopped = budget.Reserve(Start.AddSeconds(seconds - 1), 1, Patience).Failure;
        Assert.Equal(kind, stopped!.Kind);
        Assert.Equal(TimeSpan.FromSeconds(1), stopped.RetryAfter);
        Assert.Contains("too many requests", stopped.Message, StringComparison.Ordinal);
        Assert.Null(budget.Reserve(Start.AddSeconds(seconds), 1, Patience).Failure);
    }

    [Fact]
    public void A_shorter_stop_does_not_end_a_longer_one()
    {
        var budget = new VenueBudget(0);
        budget.Note(Start, new PullFailure(FailureKind.Banned, "banned", 418, TimeSpan.FromHours(1)));
        budget.Note(Start, new PullFailure(FailureKind.RateLimited, "slow down", 429, TimeSpan.FromSeconds(1)));

        Assert.Equal(FailureKind.Banned, budget.FindStop(Start.AddMinutes(59))!.Kind);
    }

    [Theory]
    [InlineData(FailureKind.ServerError)]
    [InlineData(FailureKind.UnknownProduct)]
    [InlineData(FailureKind.Timeout)]
    public void Other_failures_do_not_stop_requests(FailureKind kind)
    {
        var budget = new VenueBudget(0);

        budget.Note(Start, new PullFailure(kind, "no", 500, TimeSpan.FromHours(1)));

        Assert.Null(budget.FindStop(Start));
    }

    [Fact]
    public void Weight_that_the_venue_reports_beyond_our_own_count_is_respected()
    {
        var budget = new VenueBudget(6_000);
        var sent = budget.Reserve(Start, 250, Patience).Reservation!.Value;

        budget.NoteUsed(sent, 5_800);

        var refused = budget.Reserve(Start.AddSeconds(2), 250, Patience).Failure;
        Assert.Equal((FailureKind.Budget, VenueBudget.Window - TimeSpan.FromSeconds(2)), (refused!.Kind, refused.RetryAfter));
        Assert.Equal(default, budget.Reserve(Start.AddSeconds(2), 200, Patience).Wait);
        Assert.NotNull(budget.Reserve(Start.AddSeconds(2), 1, Patience).Failure);
        Assert.Null(budget.Reserve(Start + VenueBudget.Window, 250, Patience).Failure);
    }

    [Fact]
    public void A_report_that_matches_our_own_count_changes_nothing()
    {
        var budget = new VenueBudget(1_000);
        for (var i = 1; i <= 4; i++)
        {
            var decision = budget.Reserve(Start.AddSeconds(i), 250, TimeSpan.Zero);
            Assert.Null(decision.Failure);
            budget.NoteUsed(decision.Reservation!.Value, 250 * i);
        }

        Assert.NotNull(budget.Reserve(Start.AddSeconds(5), 1, TimeSpan.Zero).Failure);
    }

    [Fact]
    public void Requests_in_flight_are_not_part_of_a_report_and_an_older_report_does_not_override_it()
    {
        var budget = new VenueBudget(6_000);
        var first = budget.Reserve(Start, 250, Patience).Reservation!.Value;
        var second = budget.Reserve(Start.AddSeconds(1), 250, Patience).Reservation!.Value;
        budget.Reserve(Start.AddSeconds(2), 250, Patience);

        budget.NoteUsed(second, 5_500);
        budget.NoteUsed(first, 1_000);

        Assert.NotNull(budget.Reserve(Start.AddSeconds(3), 251, Patience).Failure);
        Assert.Null(budget.Reserve(Start.AddSeconds(3), 250, Patience).Failure);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_exceeds_the_budget_whatever_usage_the_venue_reports(int seed)
    {
        const int Limit = 6_000;
        var random = new Random(seed);
        var budget = new VenueBudget(Limit);
        var (used, heard, minute, sent) = (0, 0, -1, 0);
        for (var now = Start; now < Start.AddMinutes(60); now += TimeSpan.FromSeconds(0.5))
        {
            (used, heard, minute) = now.Minute == minute ? (used, heard, minute) : (0, 0, now.Minute);
            used += random.Next(0, 60);
            if (budget.Reserve(now, 250, TimeSpan.Zero).Reservation is { } granted)
            {
                Assert.True(heard + 250 <= Limit, $"sent at {now:T} although the venue had said {heard}");
                used += 250;
                heard = used;
                sent++;
                budget.NoteUsed(granted, used);
            }
        }

        Assert.True(sent > 300, $"only {sent}");
    }

    [Fact]
    public void Retries_leave_most_of_the_budget_to_first_attempts()
    {
        var budget = new VenueBudget(1_000);
        var retries = Enumerable.Range(0, 10).Count(_ => budget.Reserve(Start, 100, Patience, RequestPriority.Retry).Failure is null);
        var firsts = Enumerable.Range(0, 10).Count(_ => budget.Reserve(Start, 100, TimeSpan.Zero).Failure is null);

        Assert.Equal((2, 8), (retries, firsts));
    }

    [Fact]
    public void Requests_on_demand_have_a_share_of_their_own_and_leave_the_rest_to_first_attempts_and_retries()
    {
        var budget = new VenueBudget(1_000);
        var asked = Enumerable.Range(0, 10).Select(_ => budget.Reserve(Start, 100, Patience, RequestPriority.OnDemand)).ToList();
        var retries = Enumerable.Range(0, 10).Count(_ => budget.Reserve(Start, 100, Patience, RequestPriority.Retry).Failure is null);
        var firsts = Enumerable.Range(0, 10).Count(_ => budget.Reserve(Start, 100, TimeSpan.Zero).Failure is null);

        Assert.Equal((2, 2, 6), (asked.Count(one => one.Failure is null), retries, firsts));
        Assert.All(asked.Skip(2), one => Assert.Equal((FailureKind.Budget, VenueBudget.Window), (one.Failure!.Kind, one.Failure.RetryAfter)));
        Assert.Contains("the share for requests on demand of the budget of 1000 a minute is used up for 61 s", asked[2].Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_on_demand_never_waits_for_first_attempts_and_first_attempts_never_queue_behind_it()
    {
        var budget = new VenueBudget(500);
        budget.Reserve(Start, 500, Patience);

        Assert.NotNull(budget.Reserve(Start.AddSeconds(50), 100, Patience, RequestPriority.OnDemand).Failure);
        Assert.Equal(VenueBudget.Window - TimeSpan.FromSeconds(50), budget.Reserve(Start.AddSeconds(50), 500, Patience).Wait);
    }

    [Fact]
    public void A_retry_does_not_queue_ahead_of_a_first_attempt()
    {
        var budget = new VenueBudget(500);
        budget.Reserve(Start, 500, Patience);

        var retry = budget.Reserve(Start.AddSeconds(50), 100, Patience, RequestPriority.Retry).Failure;
        var first = budget.Reserve(Start.AddSeconds(50), 500, Patience);

        Assert.Equal((FailureKind.Budget, VenueBudget.Window - TimeSpan.FromSeconds(50)), (retry!.Kind, retry.RetryAfter));
        Assert.Null(first.Failure);
    }

    [Fact]
    public void A_retry_heavier_than_the_share_is_sent_when_there_is_no_other()
    {
        var budget = new VenueBudget(500);

        Assert.Null(budget.Reserve(Start, 250, Patience, RequestPriority.Retry).Failure);
        var refused = budget.Reserve(Start.AddSeconds(1), 250, Patience, RequestPriority.Retry).Failure;
        Assert.Equal(VenueBudget.Window - TimeSpan.FromSeconds(1), refused?.RetryAfter);
        Assert.Null(budget.Reserve(Start + VenueBudget.Window, 250, Patience, RequestPriority.Retry).Failure);
    }
}
