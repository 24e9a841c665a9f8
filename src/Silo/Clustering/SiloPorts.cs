using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace OrderBookSilo.Silo.Clustering;

/// <summary>The ports of a silo whose settings leave them open, so that several silos can run on one machine.</summary>
internal static class SiloPorts
{
    /// <summary>
    /// The configured port, or for 0 the one of the last start where it is free. A silo that comes back at its old address
    /// replaces its own entry in the cluster at once; at another address, the others would first have to declare it dead.
    /// </summary>
    public static int Find(int configured, string? directory, string name)
    {
        if (configured != 0)
        {
            return configured;
        }

        var file = directory is null ? null : Path.Combine(directory, name);
        if (file is not null && Remembered(file) is { } last && IsFree(last))
        {
            return last;
        }

        var port = FindFree();
        if (file is not null)
        {
            TryRemember(file, port);
        }

        return port;
    }

    // A full disk costs the silo its old address at the next start, nothing more.
    private static void TryRemember(string file, int port)
    {
        try
        {
            File.WriteAllText(file, port.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
        }
    }

    public static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static int? Remembered(string file) =>
        File.Exists(file)
        && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        && port is > 0 and <= IPEndPoint.MaxPort
            ? port
            : null;

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
