namespace OrderBookSilo.Core.Venues.Reading;

/// <summary>
/// The spelling of a level, learned from one: what stands between its two numbers and from its second number to the first number
/// of the next level. Text that equals it has the same JSON structure, so a level needs no parsing but that of its numbers.
/// </summary>
internal ref struct LevelPattern
{
    private const byte Quote = (byte)'"';

    /// <summary>What stands between the two numbers of a level.</summary>
    public LevelGap Between;

    /// <summary>What stands from the second number of a level to the first number of the next one.</summary>
    public LevelGap Behind;

    public bool IsPriceFirst { get; private set; }

    /// <summary>Whether the first number is a JSON number and not a string.</summary>
    public bool IsFirstBare { get; private set; }

    public bool IsSecondBare { get; private set; }

    /// <summary>Offset in the body of the first number of the level after the one learned from.</summary>
    public int NextAt { get; private set; }

    /// <summary>Number of bytes from the end of a level to the first number of the next one.</summary>
    public int BehindLevel { get; private set; }

    /// <summary>False when the level is the last one, or is spelled in a way that is not worth learning.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="level">The level.</param>
    /// <param name="end">Its end in the body.</param>
    /// <param name="pattern">Its spelling.</param>
    public static bool TryLearn(ReadOnlySpan<byte> body, in LevelText level, int end, out LevelPattern pattern)
    {
        pattern = default;
        var isPriceFirst = level.Price.At < level.Quantity.At;
        var (first, second) = isPriceFirst ? (level.Price, level.Quantity) : (level.Quantity, level.Price);
        var prefix = body[level.Start..first.At];
        var next = FindNext(body, end);
        if (next < 0 || !body[next..].StartsWith(prefix))
        {
            return false;
        }

        pattern.IsPriceFirst = isPriceFirst;
        pattern.IsFirstBare = body[first.At - 1] != Quote;
        pattern.IsSecondBare = IsBare(body, second.At);
        pattern.NextAt = next + prefix.Length;
        pattern.BehindLevel = pattern.NextAt - end;
        return LevelGap.TryLearn(body[(first.At + first.Length)..second.At], !pattern.IsFirstBare, out pattern.Between)
            && LevelGap.TryLearn(body[(second.At + second.Length)..pattern.NextAt], !pattern.IsSecondBare, out pattern.Behind);
    }

    // The sign of a row's quantity belongs to what stands before the number.
    private static bool IsBare(ReadOnlySpan<byte> body, int at) => body[at - 1] != Quote && !(body[at - 1] == '-' && body[at - 2] == Quote);

    /// <summary>The start of the element after this position; negative when there is none.</summary>
    private static int FindNext(ReadOnlySpan<byte> body, int at)
    {
        at = SkipWhiteSpace(body, at);
        return at < body.Length && body[at] == ',' ? SkipWhiteSpace(body, at + 1) is var next && next < body.Length ? next : -1 : -1;
    }

    private static int SkipWhiteSpace(ReadOnlySpan<byte> body, int at)
    {
        while (at < body.Length && body[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }
}
