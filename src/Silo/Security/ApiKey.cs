using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrderBookSilo.Silo.Security;

/// <summary>What a key permits.</summary>
internal enum KeyScope
{
    /// <summary>GET and HEAD only.</summary>
    Read,

    /// <summary>Everything.</summary>
    Admin,
}

/// <summary>
/// A valid key: its name, its scope, and the SHA-256 of its text. A plain hash is enough: salt and slow hashing protect
/// passwords that people choose, but nobody guesses 256 random bits.
/// </summary>
internal sealed partial record ApiKey(string Name, KeyScope Scope, byte[] Sha256)
{
    public const int NameLengthMax = 64;

    /// <summary>The prefix of every key, so that scanners of repositories and logs recognise one.</summary>
    private const string Prefix = "obs_";

    private const int RandomBytes = 32;

    /// <summary>Creates the text of a new key.</summary>
    public static string NewText() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>A text without what looks like a key in it.</summary>
    public static string Hide(string text) => KeyLike().Replace(text, $"{Prefix}…");

    public static bool IsName(string name) => name.Length <= NameLengthMax && Spelling().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]*\z")]
    private static partial Regex Spelling();

    [GeneratedRegex(@"obs_[A-Za-z0-9_-]{16,}")]
    private static partial Regex KeyLike();
}
