using System.Buffers;

namespace OrderBookSilo.Core.Stores;

/// <summary>A reusable pooled buffer; its contents are valid until the next <see cref="Take"/> or until it is disposed.</summary>
public sealed class RentedBytes : IDisposable
{
    /// <summary>Longer buffers are rare and are not returned to the pool.</summary>
    private const int PooledMax = 16 * 1024 * 1024;

    private byte[] bytes = [];

    /// <summary>A buffer of this length that replaces the previous one; its initial contents are arbitrary.</summary>
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
