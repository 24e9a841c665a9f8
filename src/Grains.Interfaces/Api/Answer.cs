namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>The result of a question: a value, or the problem instead.</summary>
[GenerateSerializer, Immutable, Alias("orderbook.answer`1")]
public record Answer<T>(
    [property: Id(0)] T? Value,
    [property: Id(1)] Problem? Problem)
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
