using System.Diagnostics.CodeAnalysis;

namespace OrderBookSilo.Core.Failures;

/// <summary>A value, or a typed failure in its place: for expected failures. Bugs throw.</summary>
public readonly struct Outcome<T>
    where T : notnull
{
    private readonly T? value;

    private Outcome(T? value, PullFailure? failure)
    {
        this.value = value;
        Failure = failure;
    }

    public PullFailure? Failure { get; }

    /// <summary>The value; throws when there is a failure.</summary>
    public T Value => Failure is null && value is not null ? value : throw new InvalidOperationException($"no value: {Failure}");

    /// <summary>For values of interface types, which cannot be converted implicitly.</summary>
    public static Outcome<T> Of(T value) => new(value, null);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(PullFailure failure) => new(default, failure);

    public bool TryGet([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out PullFailure? failure)
    {
        result = value;
        failure = Failure;
        return failure is null;
    }
}
