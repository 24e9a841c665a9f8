namespace OrderBookSilo.Io.Http;

/// <summary>A complete answer, its body decoded.</summary>
/// <param name="ReceivedAt">When the last byte came.</param>
/// <param name="UsedWeight">The weight that the venue says our address has used; null when it does not say.</param>
/// <param name="IsCut">Whether the body was longer than the limit for its status; the body is then its beginning.</param>
internal sealed record HttpAnswer(
    Uri Url, DateTimeOffset ReceivedAt, int Status, TimeSpan? RetryAfter, int? UsedWeight, Uri? Location, byte[] Body, bool IsCut)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
