using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace OrderBookSilo.Soak;

/// <summary>
/// Makes another .NET process do a full garbage collection, so that what its heap holds afterwards is in use. It asks the runtime's
/// diagnostic port, as <c>dotnet-gcdump</c> does, for an event session whose keyword triggers a collection: the protocol is
/// https://github.com/dotnet/diagnostics/blob/main/documentation/design-docs/ipc-protocol.md.
/// </summary>
internal static class FullCollection
{
    private const string Magic = "DOTNET_IPC_V1\0";
    private const int HeaderBytes = 20;
    private const byte EventPipe = 2;
    private const byte StopTracing = 1;
    private const byte CollectTracing2 = 3;
    private const byte Ok = 0;
    private const ulong CollectKeyword = 0x800000;
    private const int InformationalLevel = 4;

    public static async Task MakeAsync(int processId, CancellationToken cancel)
    {
        await using var events = await ConnectAsync(processId, cancel);
        var session = await AskAsync(events, CollectTracing2, Session(), cancel);

        // A session that is not stopped stays open, with its thread and its socket.
        await using (var control = await ConnectAsync(processId, cancel))
        {
            await AskAsync(control, StopTracing, session, cancel);
        }

        await events.CopyToAsync(Stream.Null, cancel);
    }

    private static async Task<NetworkStream> ConnectAsync(int processId, CancellationToken cancel)
    {
        var port = Directory.GetFiles(Path.GetTempPath(), $"dotnet-diagnostic-{processId}-*-socket").Max(StringComparer.Ordinal)
            ?? throw new InvalidOperationException($"process {processId} has no diagnostic port");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(port), cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Sends a command and returns what follows the answer's header: eight bytes, the session id.</summary>
    private static async Task<byte[]> AskAsync(NetworkStream port, byte command, byte[] payload, CancellationToken cancel)
    {
        await port.WriteAsync(new byte[][] { Header(command, payload.Length), payload }.SelectMany(part => part).ToArray(), cancel);
        var answer = new byte[HeaderBytes + sizeof(ulong)];
        await port.ReadExactlyAsync(answer, cancel);
        return answer[Magic.Length + 3] == Ok ? answer[HeaderBytes..] : throw new InvalidOperationException($"the runtime refused command {command}");
    }

    private static byte[] Header(byte command, int payloadBytes)
    {
        var header = new byte[HeaderBytes];
        Encoding.ASCII.GetBytes(Magic, header);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(Magic.Length), (ushort)(HeaderBytes + payloadBytes));
        (header[Magic.Length + 2], header[Magic.Length + 3]) = (EventPipe, command);
        return header;
    }

    private static byte[] Session()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, Encoding.Unicode);
        writer.Write(1); // MiB of buffer
        writer.Write(1); // format: nettrace
        writer.Write(false); // no rundown of what is loaded
        writer.Write(1); // providers
        writer.Write(CollectKeyword);
        writer.Write(InformationalLevel);
        WriteText(writer, "Microsoft-Windows-DotNETRuntime");
        WriteText(writer, "");
        writer.Flush();
        return bytes.ToArray();
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        writer.Write(text.Length + 1);
        writer.Write((text + '\0').ToCharArray());
    }
}
