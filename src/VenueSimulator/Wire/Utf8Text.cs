using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>Builds UTF-8 text with the number formats of the exchanges.</summary>
internal sealed class Utf8Text(int capacity)
{
    private const int NumberBytesMax = 40;

    private readonly ArrayBufferWriter<byte> bytes = new(capacity);

    public byte[] ToArray() => bytes.WrittenSpan.ToArray();

    public Utf8Text Add(ReadOnlySpan<byte> text)
    {
        bytes.Write(text);
        return this;
    }

    public Utf8Text Add(string text)
    {
        Encoding.UTF8.GetBytes(text, bytes);
        return this;
    }

    /// <summary>value × 10^-decimals without trailing zeros: <c>65080</c>, <c>0.5</c>.</summary>
    public Utf8Text AddShort(long value, int decimals)
    {
        while (decimals > 0 && value % 10 == 0)
        {
            value /= 10;
            decimals--;
        }

        return AddFixed(value, decimals);
    }

    /// <summary>value × 10^-decimals with all its decimals: <c>65080.00000000</c>.</summary>
    public Utf8Text AddFixed(long value, int decimals)
    {
        var span = bytes.GetSpan(NumberBytesMax);
        Span<byte> reversed = stackalloc byte[NumberBytesMax];
        var length = 0;
        for (var digit = 0; value > 0 || digit <= decimals; digit++)
        {
            if (digit == decimals && decimals > 0)
            {
                reversed[length++] = (byte)'.';
            }

            reversed[length++] = (byte)('0' + value % 10);
            value /= 10;
        }

        for (var i = 0; i < length; i++)
        {
            span[i] = reversed[length - 1 - i];
        }

        bytes.Advance(length);
        return this;
    }

    /// <summary>value × 10^-decimals with 8 decimals, whatever the number's size.</summary>
    public Utf8Text AddPadded(long value, int decimals) =>
        AddFixed(value, decimals).Add(decimals == 0 ? ".00000000"u8 : "00000000"u8[decimals..]);

    /// <summary>
    /// value × 10^-decimals as Java prints a floating-point number: <c>5.0</c>, <c>0.031</c>, and <c>2.0E-4</c> below a thousandth.
    /// </summary>
    public Utf8Text AddJava(long value, int decimals)
    {
        while (decimals > 0 && value % 10 == 0)
        {
            value /= 10;
            decimals--;
        }

        var digits = value.ToString(CultureInfo.InvariantCulture);
        var exponent = digits.Length - 1 - decimals;
        if (exponent is >= -3 and < 7)
        {
            return decimals == 0 ? AddFixed(value, 0).Add(".0"u8) : AddFixed(value, decimals);
        }

        var rest = digits[1..].TrimEnd('0');
        return Add(string.Create(CultureInfo.InvariantCulture, $"{digits[0]}.{(rest.Length == 0 ? "0" : rest)}E{exponent}"));
    }
}
