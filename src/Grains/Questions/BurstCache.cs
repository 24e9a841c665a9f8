using System.Collections.Concurrent;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// Shares collected books among questions that arrive in a burst, because books change rarely.
/// Nothing older than <see cref="AgeMax"/> is served.
/// </summary>
public sealed class BurstCache(TimeProvider time)
{
    /// <summary>Longest delay before a new book shows.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromMilliseconds(100);

    private const int PairsMax = 1_000;

    private readonly ConcurrentDictionary<Pair, Entry> entries = new();

    /// <summary>The pair's cached books, or a new collection; callers at the same time share one collection.</summary>
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

/// <summary>Collected books with the answers computed from them.</summary>
public sealed class RecentAnswers(CollectedBooks books)
{
    private readonly ConcurrentDictionary<object, Lazy<object>> answers = new();

    public CollectedBooks Books => books;

    /// <summary>The answer to a question, computed once; equal questions have the same answer.</summary>
    public TAnswer Answer<TQuestion, TAnswer>(TQuestion question, Func<TAnswer> answer)
        where TQuestion : notnull
        where TAnswer : notnull => (TAnswer)answers.GetOrAdd(question, _ => new Lazy<object>(() => answer())).Value;
}
