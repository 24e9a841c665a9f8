using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrderBookSilo.Support;

/// <summary>A private CA and a server certificate signed by it, as files like an operator would deploy.</summary>
public sealed class TestCertificates
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    /// <param name="directory">Directory of the files.</param>
    /// <param name="address">The address that the certificate is for.</param>
    /// <param name="password">Password of the server's key.</param>
    /// <param name="expiresAt">Expiry of the server's certificate.</param>
    public TestCertificates(TempDirectory directory, IPAddress address, string password, DateTimeOffset expiresAt)
    {
        (CaFile, CertificateFile, KeyFile, PfxFile) = (directory["ca.pem"], directory["silo.pem"], directory["silo.key"], directory["silo.pfx"]);
        var begins = expiresAt.AddDays(-90);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=Private CA", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = authority.CreateSelfSigned(begins, expiresAt.AddDays(1));

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(ca, begins, expiresAt, [1, 2, 3, 4]);
        using var whole = signed.CopyWithPrivateKey(key);

        File.WriteAllText(CaFile, ca.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportEncryptedPkcs8PrivateKeyPem(password, Encryption));
        File.WriteAllText(CertificateFile, signed.ExportCertificatePem());
        File.WriteAllBytes(PfxFile, whole.Export(X509ContentType.Pkcs12, password));
    }

    public string CaFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    public string PfxFile { get; }
}
