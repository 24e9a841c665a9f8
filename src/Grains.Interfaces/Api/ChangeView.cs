namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A change that somebody asked for, as recorded in <c>audit_log</c>.</summary>
/// <param name="At">[UTC] When the change had ended, UTC.</param>
/// <param name="Caller">key, loopback (without a key, on the silo's machine) or gateway (through a cluster's gateway).</param>
/// <param name="Key">Name of the API key; null without one.</param>
/// <param name="Address">Address that the request came from; null through a gateway.</param>
/// <param name="Action">What was asked for, by the name of the operation in the OpenAPI document.</param>
/// <param name="Subject">A market, or the name of a key, version or replay; null when the parameters say it.</param>
/// <param name="Parameters">The parameters of the request as name=value, joined by &amp;; null without any.</param>
/// <param name="Outcome">done; refused: nothing was changed; failed: it ended with an error or the caller left, and it may have taken effect all the same.</param>
/// <param name="HttpStatus">Status of the answer; null when the caller left before there was one.</param>
[GenerateSerializer, Immutable, Alias("orderbook.change")]
public sealed record ChangeView(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Caller,
    [property: Id(2)] string? Key,
    [property: Id(3)] string? Address,
    [property: Id(4)] string Action,
    [property: Id(5)] string? Subject,
    [property: Id(6)] string? Parameters,
    [property: Id(7)] string Outcome,
    [property: Id(8)] int? HttpStatus);
