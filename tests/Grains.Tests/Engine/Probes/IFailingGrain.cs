namespace OrderBookSilo.Grains.Tests.Engine.Probes;

/// <summary>Fails on demand.</summary>
[Alias("test.failing")]
public interface IFailingGrain : IGrainWithStringKey
{
    [Alias("throwStandard")]
    Task ThrowStandardAsync(string message);

    [Alias("throwOwn")]
    Task<int> ThrowOwnAsync(string message, int number);

    /// <summary>Throws before its first await.</summary>
    [Alias("throwAtOnce")]
    Task ThrowAtOnceAsync(string message);

    [Alias("cancel")]
    Task CancelAsync();

    /// <summary>Answers when the gate of this name opens.</summary>
    [Alias("hang")]
    Task HangAsync(string gate);

    /// <summary>The same, with a caller of little patience.</summary>
    [Alias("hangShort")]
    [ResponseTimeout("00:00:00.300")]
    Task HangShortAsync(string gate);

    /// <summary>The same, with a caller of much patience.</summary>
    [Alias("hangLong")]
    [ResponseTimeout("00:01:00")]
    Task HangLongAsync(string gate);

    [Alias("answer")]
    Task<int> AnswerAsync();
}

/// <summary>A failure with something to tell.</summary>
[GenerateSerializer, Alias("test.ownException")]
public sealed class OwnException(string message) : Exception(message)
{
    [Id(0)]
    public int Number { get; set; }
}
