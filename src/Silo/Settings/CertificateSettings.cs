using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrderBookSilo.Silo.Settings;

/// <summary>The files of the https certificate: PEM with the key in another file, or PKCS #12. Kestrel reads the same settings.</summary>
/// <param name="KeyPath">Null when the file is PKCS #12 and holds the key.</param>
/// <param name="Password">Password of the key; null when it has none.</param>
internal sealed record CertificateSettings(string Path, string? KeyPath, string? Password)
{
    public const string Section = "Kestrel:Certificates:Default";
    private const string PathKey = $"{Section}:Path";

    public static CertificateSettings? Read(ConfiguredValues values) =>
        values.Text(PathKey) is { } path ? new CertificateSettings(path, values.Text($"{Section}:KeyPath"), values.Text($"{Section}:Password")) : null;

    /// <summary>Loads the certificate from its files; throws <see cref="ConfigurationException"/> when that fails.</summary>
    public X509Certificate2 Load()
    {
        try
        {
            return KeyPath is null ? X509CertificateLoader.LoadPkcs12FromFile(Path, Password)
                : Password is null ? X509Certificate2.CreateFromPemFile(Path, KeyPath)
                : X509Certificate2.CreateFromEncryptedPemFile(Path, Password, KeyPath);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The exception's own message is left out, because a parser may quote the secret.
            var files = KeyPath is null ? Path : $"{Path} and {KeyPath}";
            throw new ConfigurationException(PathKey, $"no certificate with its key can be read from {files}; is the password right, and may this user read them");
        }
    }
}
