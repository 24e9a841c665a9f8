namespace OrderBookSilo.Silo.Api;

/// <summary>Keeps what is written until there is too much of it; from then on it keeps nothing and says so.</summary>
internal sealed class BoundedBuffer(int bytesMax) : Stream
{
    private readonly MemoryStream kept = new();

    /// <summary>More was written than is kept.</summary>
    public bool IsFull { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => kept.Length;

    public override long Position
    {
        get => kept.Position;
        set => throw new NotSupportedException();
    }

    public byte[] ToArray() => kept.ToArray();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        IsFull |= kept.Length + buffer.Length > bytesMax;
        if (!IsFull)
        {
            kept.Write(buffer);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
        // Everything is written already.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        kept.Dispose();
        base.Dispose(disposing);
    }
}
