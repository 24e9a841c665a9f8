using System.Text;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>Random damage without knowledge of the format.</summary>
internal static class ByteMutator
{
    private static readonly byte[][] Splinters =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF],
        .. new[] { "\"", "\\", "[", "]", "{", "}", ",", ":", "-", ".", "e", "0", " ", "\n", "\t", "\\u0000", "\\ud800", "\\u00e", "null", "true", "NaN", "/**/", "<" }.Select(Encoding.ASCII.GetBytes),
    ];

    public static byte[] Mutate(byte[] body, Dice dice, IReadOnlyList<byte[]> others)
    {
        var at = dice.Below(body.Length + 1);
        return dice.Below(8) switch
        {
            0 or 1 => Flip(body, dice),
            2 => body[..at],
            3 => [.. body[..at], .. dice.Of(Splinters), .. body[at..]],
            4 => Remove(body, at, dice),
            5 => Repeat(body, at, dice),
            6 => Splice(body, at, dice.Of(others), dice),
            _ => Overwrite(body, dice),
        };
    }

    private static byte[] Flip(byte[] body, Dice dice)
    {
        byte[] flipped = [.. body];
        for (var i = dice.Below(4); i >= 0 && flipped.Length > 0; i--)
        {
            flipped[dice.Below(flipped.Length)] ^= (byte)(1 << dice.Below(8));
        }

        return flipped;
    }

    private static byte[] Remove(byte[] body, int at, Dice dice)
    {
        var length = Math.Min(body.Length - at, 1 + dice.Below(dice.OneIn(4) ? 64 : 4));
        return [.. body[..at], .. body[(at + length)..]];
    }

    private static byte[] Repeat(byte[] body, int at, Dice dice)
    {
        var length = Math.Min(body.Length - at, 1 + dice.Below(64));
        return [.. body[..at], .. body.AsSpan(at, length), .. body[at..]];
    }

    private static byte[] Splice(byte[] body, int at, byte[] other, Dice dice) => [.. body[..at], .. other[dice.Below(other.Length + 1)..]];

    private static byte[] Overwrite(byte[] body, Dice dice)
    {
        byte[] written = [.. body];
        var splinter = dice.Of(Splinters);
        if (written.Length > splinter.Length)
        {
            splinter.CopyTo(written, dice.Below(written.Length - splinter.Length));
        }

        return written;
    }
}
