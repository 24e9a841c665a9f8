namespace OrderBookSilo.Core.Books;

/// <summary>The prices or the quantities of a ladder: 64-bit integers, or 128-bit ones where some value needs them.</summary>
public readonly struct LadderColumn
{
    private readonly long[]? words;
    private readonly Int128[]? wide;

    internal LadderColumn(long[] words, int length) => (this.words, Length) = (words, length);

    internal LadderColumn(Int128[] wide, int length) => (this.wide, Length) = (wide, length);

    public int Length { get; }

    public Int128 this[int index] => wide is null ? Words[index] : Wide[index];

    /// <summary>The values of a column of 64-bit integers; empty for one of 128-bit integers.</summary>
    public ReadOnlySpan<long> Words => wide is null ? words.AsSpan(0, Length) : [];

    /// <summary>The values of a column of 128-bit integers.</summary>
    internal ReadOnlySpan<Int128> Wide => wide.AsSpan(0, Length);

    internal bool IsWide => wide is not null;

    /// <summary>The nearest double of a value.</summary>
    internal double ToDouble(int index) => wide is null ? Words[index] : (double)Wide[index];

    /// <summary>Whether both hold the same values.</summary>
    public bool SequenceEqual(LadderColumn other) =>
        IsWide == other.IsWide && (IsWide ? Wide.SequenceEqual(other.Wide) : Words.SequenceEqual(other.Words));
}
