namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The result of a question: a value, or the problem instead.</summary>
/// <param name="ListAgeSeconds">[seconds] Age of the list of markets that was used because the registry did not answer; null when it is current.</param>
[GenerateSerializer, Immutable, Alias("orderbook.answer`1")]
public record Answer<T>(
    [property: Id(0)] T? Value,
    [property: Id(1)] Problem? Problem,
    [property: Id(2)] int? ListAgeSeconds = null)
    where T : class
{
    public static implicit operator Answer<T>(Problem problem) => new(null, problem);
}

/// <summary>Creates answers from values.</summary>
public static class Answer
{
    public static Answer<T> Of<T>(T value)
        where T : class => new(value, null);
}
