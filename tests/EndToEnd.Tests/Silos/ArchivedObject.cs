using System.IO.Compression;
using System.Security.Cryptography;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>An archived object read with nothing of ours: gunzip and a hash.</summary>
internal static class ArchivedObject
{
    public static string Sha256(string file)
    {
        using var inflated = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        return Convert.ToHexStringLower(SHA256.HashData(inflated));
    }
}
