namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

/// <summary>Sets its own reminders; its journal gets <c>tick NAME</c> for each tick.</summary>
[Alias("test.reminder")]
public interface IReminderGrain : IGrainWithStringKey
{
    [Alias("remind")]
    Task RemindAsync(string name, TimeSpan due, TimeSpan period);

    [Alias("forget")]
    Task<bool> ForgetAsync(string name);

    [Alias("knows")]
    Task<bool> KnowsAsync(string name);

    /// <summary>Times of the last tick: first, period, current.</summary>
    [Alias("status")]
    Task<Ticked?> GetLastTickAsync();

    [Alias("sleep")]
    Task SleepAsync();
}

[GenerateSerializer, Immutable, Alias("test.ticked")]
public sealed record Ticked([property: Id(0)] DateTime First, [property: Id(1)] TimeSpan Period, [property: Id(2)] DateTime Current);
