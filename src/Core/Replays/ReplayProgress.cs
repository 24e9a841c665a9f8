namespace OrderBookSilo.Core.Replays;

/// <summary>The completed pages of a replay and their results. Pages may end out of order; each counts once.</summary>
/// <param name="Next">All pages before this one are completed.</param>
/// <param name="Ahead">Later pages that are completed too.</param>
public sealed record ReplayProgress(int Next, IReadOnlyList<int> Ahead, ReplayTally Tally)
{
    public static readonly ReplayProgress None = new(0, [], new ReplayTally());

    public int PagesDone => Next + Ahead.Count;

    public bool IsDone(int page) => page < Next || Ahead.Contains(page);

    /// <summary>The first page that is neither completed nor in progress; null when there is none.</summary>
    public int? FindOpen(int pageCount, IReadOnlyCollection<int> underWay)
    {
        for (var page = Next; page < pageCount; page++)
        {
            if (!IsDone(page) && !underWay.Contains(page))
            {
                return page;
            }
        }

        return null;
    }

    public ReplayProgress With(int page, ReplayTally tally)
    {
        if (IsDone(page))
        {
            return this;
        }

        var ahead = Ahead.Append(page).ToHashSet();
        var next = Next;
        while (ahead.Remove(next))
        {
            next++;
        }

        return new ReplayProgress(next, [.. ahead.Order()], Tally + tally);
    }
}

/// <summary>The accumulated results of pages.</summary>
public readonly record struct ReplayTally
{
    public long Books { get; init; }

    /// <summary>Decompressed size of their payloads.</summary>
    public long BodyBytes { get; init; }

    public long Rows { get; init; }

    /// <summary>Rows that were written, or would be without <see cref="ReplayRequest.IsDry"/>.</summary>
    public long Written { get; init; }

    /// <summary>Rows that differ from the stored ones, or exist on only one side.</summary>
    public long Differences { get; init; }

    /// <summary>Objects that could not be read, and captures whose facts were refused.</summary>
    public long Problems { get; init; }

    public static ReplayTally operator +(ReplayTally one, ReplayTally other) => new()
    {
        Books = one.Books + other.Books,
        BodyBytes = one.BodyBytes + other.BodyBytes,
        Rows = one.Rows + other.Rows,
        Written = one.Written + other.Written,
        Differences = one.Differences + other.Differences,
        Problems = one.Problems + other.Problems,
    };
}
