using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OrderBookSilo.EndToEnd.Tests.Access;

/// <summary>As much of PostgreSQL's protocol as it takes to ask for a password and to refuse it.</summary>
internal sealed class RefusingPostgres : IDisposable
{
    private const int EncryptionBytes = 4;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public RefusingPostgres()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What was sent as the password.</summary>
    public string Password { get; private set; } = "";

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync();
                await RefuseAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // The test is over.
        }
    }

    private async Task RefuseAsync(NetworkStream stream)
    {
        // Requests for encryption are this short; what follows is the start-up message.
        for (var body = await BodyAsync(stream); body.Length == EncryptionBytes; body = await BodyAsync(stream))
        {
            await stream.WriteAsync("N"u8.ToArray());
        }

        await stream.WriteAsync(Message('R', [0, 0, 0, 3]));
        stream.ReadByte();
        Password = Encoding.UTF8.GetString(await BodyAsync(stream));
        await stream.WriteAsync(Message('E', "SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed for user \"silo\"\0\0"u8.ToArray()));
    }

    private static async Task<byte[]> BodyAsync(NetworkStream stream)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length) - length.Length];
        await stream.ReadExactlyAsync(body);
        return body;
    }

    private static byte[] Message(char kind, byte[] body)
    {
        var message = new byte[body.Length + 5];
        message[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message, 5);
        return message;
    }
}
