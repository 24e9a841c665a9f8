using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrderBookSilo.Silo.Security;

/// <summary>What a key lets its holder do.</summary>
internal enum KeyScope
{
    /// <summary>Ask: GET and HEAD.</summary>
    Read,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>
/// A key that opens: its name, what it may, and the SHA-256 of its text. A plain hash is right here: salt and slowness protect
/// what people choose, and nobody guesses 256 random bits.
/// </summary>
internal sealed partial record ApiKey(string Name, KeyScope Scope, byte[] Sha256)
{
    public const int NameLengthMax = 64;

    /// <summary>How keys begin, so that scanners of repositories and logs can tell one.</summary>
    private const string Prefix = "obs_";

    private const int RandomBytes = 32;

    /// <summary>The text of a new key.</summary>
    public static string NewText() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static bool IsName(string name) => name.Length <= NameLengthMax && Spelling().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*\z")]
    private static partial Regex Spelling();
}
