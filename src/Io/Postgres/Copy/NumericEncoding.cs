using System.Buffers.Binary;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Io.Postgres.Copy;

/// <summary>PostgreSQL's binary <c>numeric</c>: base-10,000 digits, the weight of the first, a sign, and the display scale.</summary>
/// <remarks>Layout: numeric_recv in PostgreSQL's src/backend/utils/adt/numeric.c.</remarks>
internal static class NumericEncoding
{
    /// <summary>A header of four 16-bit integers, and the groups of a 39-digit whole part and a 36-digit fraction.</summary>
    public const int BytesMax = 2 * (4 + GroupsMax);

    private const int GroupsMax = 10 + (Exact.ScaleMax / GroupDigits);
    private const int GroupDigits = 4;
    private const int GroupBase = 10_000;
    private const short Negative = 0x4000;

    public static int Write(Exact value, Span<byte> target)
    {
        var magnitude = value.Mantissa < 0 ? (UInt128)(-(value.Mantissa + 1)) + 1 : (UInt128)value.Mantissa;
        var (whole, fraction) = UInt128.DivRem(magnitude, BigPowersOfTen(value.Scale));
        var fractionGroups = (value.Scale + GroupDigits - 1) / GroupDigits;
        fraction *= BigPowersOfTen((fractionGroups * GroupDigits) - value.Scale);

        Span<short> groups = stackalloc short[GroupsMax];
        var first = FillGroups(groups, GroupsMax, fraction, fractionGroups);
        first = FillGroups(groups, first, whole, GroupsOf(whole));

        var count = GroupsMax - first;
        WriteShort(target, 0, count);
        WriteShort(target, 1, count - fractionGroups - 1);
        WriteShort(target, 2, value.Mantissa < 0 ? Negative : 0);
        WriteShort(target, 3, value.Scale);
        for (var i = 0; i < count; i++)
        {
            WriteShort(target, 4 + i, groups[first + i]);
        }

        return 2 * (4 + count);
    }

    private static int FillGroups(Span<short> groups, int end, UInt128 number, int count)
    {
        for (var i = 0; i < count; i++)
        {
            (number, var group) = UInt128.DivRem(number, GroupBase);
            groups[--end] = (short)group;
        }

        return end;
    }

    private static int GroupsOf(UInt128 number)
    {
        var count = 0;
        for (; number != 0; number /= GroupBase)
        {
            count++;
        }

        return count;
    }

    private static UInt128 BigPowersOfTen(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static void WriteShort(Span<byte> target, int index, int value) =>
        BinaryPrimitives.WriteInt16BigEndian(target[(2 * index)..], (short)value);
}
