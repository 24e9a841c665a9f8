using System.Buffers;

namespace OrderBookSilo.Core.Pulls;

/// <summary>Memory from a pool for bytes that are needed for a moment, one body after the other; they are gone with the next ones and when it is disposed.</summary>
public sealed class RentedBytes : IDisposable
{
    private byte[] bytes = [];

    /// <summary>Room for so many bytes, in place of what was there; its contents are arbitrary.</summary>
    public ArraySegment<byte> Take(int length)
    {
        if (bytes.Length < length)
        {
            Dispose();
            bytes = ArrayPool<byte>.Shared.Rent(length);
        }

        return new ArraySegment<byte>(bytes, 0, length);
    }

    public void Dispose()
    {
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        bytes = [];
    }
}
