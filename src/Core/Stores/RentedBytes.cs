using System.Buffers;

namespace OrderBookSilo.Core.Stores;

/// <summary>Memory from a pool for bytes that are needed for a moment, one body after the other; they are gone with the next ones and when it is disposed.</summary>
public sealed class RentedBytes : IDisposable
{
    /// <summary>Longer ones, which are rare, are not kept for others.</summary>
    private const int PooledMax = 16 * 1024 * 1024;

    private byte[] bytes = [];

    /// <summary>Room for so many bytes, in place of what was there; its contents are arbitrary.</summary>
    public ArraySegment<byte> Take(int length)
    {
        if (bytes.Length < length)
        {
            Dispose();
            bytes = length > PooledMax ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);
        }

        return new ArraySegment<byte>(bytes, 0, length);
    }

    public void Dispose()
    {
        if (bytes.Length is > 0 and <= PooledMax)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        bytes = [];
    }
}
