using System.Globalization;
using System.Text;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>Damage that keeps the JSON valid: other numbers, order, spelling or nesting.</summary>
internal static class TokenMutator
{
    private const int LongNumber = 10_000;
    private const int Deep = 5_000;

    private static readonly string[] Numbers =
    [
        "0", "-0", "0.0", "00", "01", "0000000000000000000000000000000000000000000000000000000000000001", "-1", "+1", "1.", ".5", "1.0", "1.50000000",
        "1e5", "1E+5", "1e-5", "1e-18", "1e-19", "1e18", "1e19", "1e99", "1e999", "1e9999", "1e99999", "1e-9999", "1e2147483648", "0e99999", "0e9999",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "0.9223372036854775807",
        "92233720368.54775807", "92233720368.54775808", "0.000000000000000001", "0.0000000000000000001", "0.0000000000000000010", "99999999.99999999",
        "100000000", "123456789.123456789", "99999999", "999999999999999999", "1000000000000000000", "9999999999999999999", "NaN", "Infinity", "1,5", " 1", "1 ", "0x10", "1_000", "१", "1e", "1e+", "--1",
    ];

    private static readonly string[] Pieces =
    [
        ",\"bids\":[]", ",\"asks\":[[\"1\",\"1\"]]", ",\"lastUpdateId\":1", ",\"sequence\":1", ",\"time\":\"2026-02-30T00:00:00Z\"", ",\"time\":\"2026-08-09T21:05:48.Z\"", ",\"time\":\"2026-08-09T21:05:48.123456789+02:00\"", ",\"time\":\"0001-01-01T00:00:00+14:00\"",
        ",\"auction_mode\":true",
        ",\"b\\u0069ds\":[]", ",\"symbols\":[]", ",\"code\":-1121", ",\"message\":\"NotFound\"", ",\"\":{\"bids\":[1]}", ",\"\\ud800\":1",
    ];

    public static byte[] Mutate(byte[] body, Dice dice)
    {
        var tokens = Tokens.Of(body);
        if (tokens.Numbers.Count == 0)
        {
            return Respell(body, dice);
        }

        var number = dice.Of(tokens.Numbers);
        return dice.Below(14) switch
        {
            0 => Replace(body, number, Encoding.UTF8.GetBytes(dice.OneIn(40) ? Long(dice) : dice.Of(Numbers))),
            1 or 2 => Replace(body, number, Encoding.ASCII.GetBytes(Plausible(dice))),
            3 => Swap(body, number, dice.Of(tokens.Numbers)),
            4 => Replace(body, number, [.. body[number], .. Encoding.ASCII.GetBytes($"e{dice.Below(41) - 20}")]),
            5 => IsQuoted(body, number) ? Replace(body, number, Escaped(body[number], dice)) : body,
            6 => Unquote(body, number),
            7 => Insert(body, tokens, dice),
            8 => Nest(body, number, dice),
            9 => RepeatLevel(body, tokens, dice),
            10 => RemoveLevels(body, tokens, dice),
            11 or 12 => tokens.Levels.Count == 0 ? body : Swap(body, dice.Of(tokens.Levels), dice.Of(tokens.Levels)),
            _ => Respell(body, dice),
        };
    }

    private static string Plausible(Dice dice)
    {
        var digits = (dice.Next() % (ulong)Math.Pow(10, 1 + dice.Below(12))).ToString(CultureInfo.InvariantCulture);
        return dice.OneIn(3) ? digits : $"{digits}.{(dice.Next() % (ulong)Math.Pow(10, 1 + dice.Below(10))).ToString(CultureInfo.InvariantCulture)}";
    }

    private static string Long(Dice dice) => dice.Below(4) switch
    {
        0 => new string('9', LongNumber),
        1 => $"0.{new string('0', LongNumber)}1",
        2 => $"1{new string('0', LongNumber)}",
        _ => $"1e{new string('0', LongNumber)}1",
    };

    private static byte[] Replace(byte[] body, Range range, byte[] replacement) => [.. body[..range.Start], .. replacement, .. body[range.End..]];

    private static byte[] Swap(byte[] body, Range one, Range other)
    {
        var (first, second) = one.Start.Value < other.Start.Value ? (one, other) : (other, one);
        return first.End.Value > second.Start.Value
            ? body
            : [.. body[..first.Start], .. body[second], .. body[first.End..second.Start], .. body[first], .. body[second.End..]];
    }

    private static byte[] Escaped(byte[] digits, Dice dice) =>
        Encoding.ASCII.GetBytes(string.Concat(digits.Select(digit => dice.OneIn(3) ? $"\\u00{digit:x2}" : ((char)digit).ToString())));

    private static bool IsQuoted(byte[] body, Range number) =>
        number.Start.Value > 0 && number.End.Value < body.Length && body[number.Start.Value - 1] == '"' && body[number.End.Value] == '"';

    private static byte[] Unquote(byte[] body, Range number) =>
        IsQuoted(body, number)
            ? [.. body[..(number.Start.Value - 1)], .. body[number], .. body[(number.End.Value + 1)..]]
            : [.. body[..number.Start], (byte)'"', .. body[number], (byte)'"', .. body[number.End..]];

    private static byte[] Insert(byte[] body, Tokens tokens, Dice dice)
    {
        if (tokens.Ends.Count == 0)
        {
            return body;
        }

        var at = dice.OneIn(2) ? tokens.Ends[^1] : dice.Of(tokens.Ends);
        return [.. body[..at], .. Encoding.ASCII.GetBytes(dice.Of(Pieces)), .. body[at..]];
    }

    private static byte[] Nest(byte[] body, Range number, Dice dice)
    {
        var depth = dice.OneIn(20) ? Deep : 1 + dice.Below(20);
        var (open, close) = dice.OneIn(2) ? ("[", "]") : ("{\"a\":", "}");
        var end = dice.OneIn(4) ? "" : string.Concat(Enumerable.Repeat(close, depth));
        return Replace(body, number, Encoding.ASCII.GetBytes($"{string.Concat(Enumerable.Repeat(open, depth))}1{end}"));
    }

    private static byte[] RepeatLevel(byte[] body, Tokens tokens, Dice dice)
    {
        if (tokens.Levels.Count == 0)
        {
            return body;
        }

        var level = dice.Of(tokens.Levels);
        var times = dice.OneIn(50) ? 6_000 : 1 + dice.Below(20);
        byte[] separated = [.. body[level], (byte)','];
        return [.. body[..level.Start], .. Enumerable.Repeat(separated, times).SelectMany(one => one), .. body[level.Start..]];
    }

    // One with its following comma, or all of them.
    private static byte[] RemoveLevels(byte[] body, Tokens tokens, Dice dice)
    {
        var isAll = dice.OneIn(3);
        foreach (var level in isAll || tokens.Levels.Count == 0 ? tokens.Levels.Reverse() : [dice.Of(tokens.Levels)])
        {
            var end = level.End.Value;
            var next = end < body.Length && body[end] == ',' ? end + 1 : end;
            body = [.. body[..level.Start], .. body[next..]];
        }

        return body;
    }

    // White space between tokens, brackets of the other kind, or a byte order mark at the start.
    private static byte[] Respell(byte[] body, Dice dice) => dice.Below(4) switch
    {
        0 => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace(",", dice.OneIn(2) ? " ,\n" : ", ", StringComparison.Ordinal)),
        1 => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace("[", " [", StringComparison.Ordinal).Replace("]", "\t]", StringComparison.Ordinal)),
        2 => [0xEF, 0xBB, 0xBF, .. body],
        _ => [.. body.Select(letter => letter switch { (byte)'[' => (byte)'{', (byte)']' => (byte)'}', (byte)'{' => (byte)'[', (byte)'}' => (byte)']', _ => letter })],
    };
}

/// <summary>The positions of numbers, levels and ends of objects in a text, found without parsing the JSON.</summary>
internal sealed record Tokens(IReadOnlyList<Range> Numbers, IReadOnlyList<Range> Levels, IReadOnlyList<int> Ends)
{
    private const int LevelLengthMax = 80;

    public static Tokens Of(byte[] body)
    {
        var (numbers, levels, ends) = (new List<Range>(), new List<Range>(), new List<int>());
        var (start, open) = (-1, -1);
        for (var i = 0; i < body.Length; i++)
        {
            var isDigit = body[i] is (>= (byte)'0' and <= (byte)'9') or (byte)'.' or (byte)'-';
            if (isDigit && start < 0)
            {
                start = i;
            }
            else if (!isDigit && start >= 0)
            {
                numbers.Add(start..i);
                start = -1;
            }

            switch (body[i])
            {
                case (byte)'[':
                    open = i;
                    break;
                case (byte)']' when open >= 0 && i - open is > 4 and < LevelLengthMax:
                    levels.Add(open..(i + 1));
                    open = -1;
                    break;
                case (byte)'}':
                    ends.Add(i);
                    break;
            }
        }

        return new Tokens(numbers, levels, ends);
    }
}
