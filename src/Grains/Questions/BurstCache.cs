using System.Collections.Concurrent;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// What was collected for a question a moment ago serves others that come meanwhile: books change once in a while, questions come
/// in bursts. Nothing older than <see cref="AgeMax"/> is served.
/// </summary>
public sealed class BurstCache(TimeProvider time)
{
    /// <summary>A fresh book shows this much later at most.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(100);

    private const int PairsMax = 1_000;

    private readonly ConcurrentDictionary<Pair, Entry> entries = new();

    /// <summary>The pair's books as just collected, or now; who asks at the same time shares one collection.</summary>
    public Task<RecentAnswers> GetAsync(Pair pair, Func<Task<CollectedBooks>> collect)
    {
        var now = time.GetTimestamp();
        if (entries.TryGetValue(pair, out var recent) && time.GetElapsedTime(recent.Since, now) < AgeMax)
        {
            return recent.Answers.Value;
        }

        if (entries.Count >= PairsMax)
        {
            entries.Clear();
        }

        var fresh = new Entry(now, new Lazy<Task<RecentAnswers>>(async () => new RecentAnswers(await collect())));
        var kept = entries.AddOrUpdate(pair, fresh, (_, other) => time.GetElapsedTime(other.Since, now) < AgeMax ? other : fresh);
        return kept.Answers.Value;
    }

    private sealed record Entry(long Since, Lazy<Task<RecentAnswers>> Answers);
}

/// <summary>Collected books with what was answered from them.</summary>
public sealed class RecentAnswers(CollectedBooks books)
{
    private readonly ConcurrentDictionary<object, Lazy<object>> answers = new();

    public CollectedBooks Books => books;

    /// <summary>The answer to a question, worked out once; a question equals another with the same answer.</summary>
    public TAnswer Answer<TQuestion, TAnswer>(TQuestion question, Func<TAnswer> answer)
        where TQuestion : notnull
        where TAnswer : notnull => (TAnswer)answers.GetOrAdd(question, _ => new Lazy<object>(() => answer())).Value;
}
