namespace OrderBookSilo.Io.Http;

/// <summary>A complete answer, its body decoded.</summary>
/// <param name="ReceivedAt">When the last byte came.</param>
/// <param name="IsCut">Whether the body was longer than the bound for its status; the body is then its beginning.</param>
internal sealed record HttpAnswer(
    DateTimeOffset ReceivedAt, int Status, TimeSpan? RetryAfter, Uri? Location, byte[] Body, bool IsCut)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
