using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrderBookSilo.Io.Archive;

/// <summary>Percent-encoding with our own sets of unencoded characters, reversible for any text.</summary>
internal static class PercentText
{
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    /// <summary>For one segment of a key: only letters, digits, <c>_</c> and <c>-</c> are not encoded.</summary>
    public static string EncodeName(string text) => Encode(text, static b => NameBytes.Contains(b));

    /// <summary>For a header value: printable ASCII except space and percent is not encoded.</summary>
    public static string EncodeHeader(string text) => Encode(text, static b => b is > 0x20 and < 0x7F and not (byte)'%');

    /// <summary>Decodes the text; a percent sign that is not followed by two hex digits is kept.</summary>
    public static string Decode(string text) => Uri.UnescapeDataString(text);

    private static string Encode(string text, Func<byte, bool> isPlain)
    {
        var encoded = new StringBuilder(text.Length + 8);
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            if (isPlain(b))
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return encoded.ToString();
    }
}
