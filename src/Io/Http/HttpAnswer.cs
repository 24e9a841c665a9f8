namespace OrderBookSilo.Io.Http;

/// <summary>A complete response with its decoded body.</summary>
/// <param name="ReceivedAt">When the last byte arrived.</param>
/// <param name="UsedWeight">The weight that the venue reports as used by our address; null when it reports none.</param>
/// <param name="IsCut">Whether the body exceeded the limit for its status and contains only its beginning.</param>
internal sealed record HttpAnswer(
    Uri Url, DateTimeOffset ReceivedAt, int Status, TimeSpan? RetryAfter, int? UsedWeight, Uri? Location, byte[] Body, bool IsCut)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
