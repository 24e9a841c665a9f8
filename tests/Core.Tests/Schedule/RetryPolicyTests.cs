using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Schedule;

namespace OrderBookSilo.Core.Tests.Schedule;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan Left = TimeSpan.FromMinutes(50);

    [Theory]
    [InlineData(FailureKind.Timeout)]
    [InlineData(FailureKind.Connection)]
    [InlineData(FailureKind.ServerError)]
    [InlineData(FailureKind.Crossed)]
    [InlineData(FailureKind.Auction)]
    [InlineData(FailureKind.NotJson)]
    public void Transient_failures_are_retried_soon(FailureKind kind) =>
        Assert.InRange(Delay(new PullFailure(kind, ""), 1)!.Value, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.4));

    [Theory]
    [InlineData(FailureKind.GeoBlocked)]
    [InlineData(FailureKind.UnknownProduct)]
    [InlineData(FailureKind.Refused)]
    [InlineData(FailureKind.Banned)]
    public void Other_failures_wait_for_the_next_slot(FailureKind kind) =>
        Assert.Null(Delay(new PullFailure(kind, ""), 1));

    [Fact]
    public void Delays_double_up_to_five_minutes()
    {
        var delays = Enumerable.Range(1, RetryPolicy.AttemptsMax - 1)
            .Select(attempts => Delay(new PullFailure(FailureKind.Timeout, ""), attempts)!.Value.TotalSeconds)
            .ToList();

        Assert.All(delays.Zip(delays.Skip(1)), pair => Assert.True(pair.Second > pair.First * 1.6));
        Assert.All(delays, delay => Assert.True(delay <= 360));
    }

    [Fact]
    public void The_attempts_of_a_slot_are_limited() =>
        Assert.Null(Delay(new PullFailure(FailureKind.Timeout, ""), RetryPolicy.AttemptsMax));

    [Fact]
    public void The_venues_retry_time_is_respected()
    {
        var limited = new PullFailure(FailureKind.RateLimited, "slow down", 429, TimeSpan.FromSeconds(90));
        var banned = new PullFailure(FailureKind.Banned, "banned", 418, TimeSpan.FromMinutes(10));

        Assert.InRange(Delay(limited, 1)!.Value, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(108));
        Assert.InRange(Delay(banned, 1)!.Value, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.Null(RetryPolicy.NextDelay(banned, 1, TimeSpan.FromMinutes(9), new Random(1)));
    }

    [Fact]
    public void Markets_with_the_same_retry_time_do_not_return_all_at_once()
    {
        var random = new Random(1);
        var limited = new PullFailure(FailureKind.RateLimited, "slow down", 429, TimeSpan.FromSeconds(90));

        var delays = Enumerable.Range(0, 50).Select(_ => RetryPolicy.NextDelay(limited, 1, Left, random)!.Value).ToList();

        Assert.True(delays.Max() - delays.Min() > TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(90), RetryPolicy.NextDelay(limited, 1, TimeSpan.FromSeconds(90.001), random));
    }

    [Fact]
    public void There_is_no_retry_after_the_slot() =>
        Assert.Null(RetryPolicy.NextDelay(new PullFailure(FailureKind.Timeout, ""), 5, TimeSpan.FromSeconds(20), new Random(1)));

    [Fact]
    public void Every_failure_kind_has_the_retry_class_implied_by_its_position()
    {
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var expected = kind switch
            {
                FailureKind.Banned or FailureKind.GeoBlocked => RetryClass.Blocked,
                FailureKind.UnknownProduct or FailureKind.Refused => RetryClass.Permanent,
                FailureKind.BodyTooLarge or FailureKind.NotJson or FailureKind.WrongShape or FailureKind.BadNumber
                    or FailureKind.OutOfRange or FailureKind.TooManyLevels or FailureKind.NotPositive or FailureKind.Unsorted
                    or FailureKind.DuplicatePrice or FailureKind.Crossed or FailureKind.Auction or FailureKind.Empty
                    => RetryClass.DefectiveData,
                _ => RetryClass.Retryable,
            };
            Assert.Equal(expected, new PullFailure(kind, "").RetryClass);
        }
    }

    [Fact]
    public void A_message_is_a_single_line_of_bounded_length()
    {
        var failure = new PullFailure(FailureKind.Refused, new string('x', 5000) + "\nsecond line");

        Assert.Equal(PullFailure.MessageLengthMax, failure.Message.Length);
        Assert.Equal("two lines", new PullFailure(FailureKind.Refused, "two\nlines").Message);
    }

    private static TimeSpan? Delay(PullFailure failure, int attempts) => RetryPolicy.NextDelay(failure, attempts, Left, new Random(7));
}
