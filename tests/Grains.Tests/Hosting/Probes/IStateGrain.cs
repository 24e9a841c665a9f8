namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

[Alias("test.state")]
public interface IStateGrain : IGrainWithStringKey
{
    [Alias("write")]
    Task WriteAsync(Kept value);

    [Alias("read")]
    Task<Kept?> ReadAsync();

    [Alias("reread")]
    Task<Kept?> ReadAgainAsync();

    [Alias("clear")]
    Task ClearAsync();

    [Alias("exists")]
    Task<bool> ExistsAsync();

    /// <summary>Identifies an activation of a grain.</summary>
    [Alias("life")]
    Task<int> GetLifeAsync();
}

/// <summary>A value with an example of every type that states contain.</summary>
[GenerateSerializer, Immutable, Alias("test.kept")]
public sealed record Kept(
    [property: Id(0)] string Text,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] byte[] Bytes,
    [property: Id(3)] decimal Amount,
    [property: Id(4)] int? Optional,
    [property: Id(5)] string[] List,
    [property: Id(6)] Kept? Inner);

/// <summary>What the grain stores.</summary>
[GenerateSerializer, Alias("test.keptState")]
public sealed class KeptState
{
    [Id(0)]
    public Kept? Value { get; set; }

    [Id(1)]
    public int Writes { get; set; }
}
