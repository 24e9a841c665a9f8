using System.Text.Json;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

/// <summary>An answer over HTTP, its body exactly as received.</summary>
internal sealed record Reply(int Status, string? MediaType, byte[] Body)
{
    public bool IsSuccess => Status is >= 200 and < 300 && IsJson;

    public bool IsJson => MediaType is "application/json" or Problem.MediaType;

    /// <summary>Why there is no other answer; for replies that are no success.</summary>
    public Problem ToProblem()
    {
        var problem = Read<Problem>() ?? new Problem(null, null, Status, null);
        return problem with { Status = Status, Detail = problem.Detail ?? problem.Title ?? $"What answers here is no silo: HTTP {Status} without a JSON answer" };
    }

    public HttpAnswer<T> ToAnswer<T>()
        where T : class => IsSuccess ? new HttpAnswer<T>(Read<T>(), null, this) : new HttpAnswer<T>(null, ToProblem(), this);

    /// <summary>The body as a record; null when it has another shape.</summary>
    public T? Read<T>()
        where T : class
    {
        try
        {
            return IsJson ? JsonSerializer.Deserialize<T>(Body, ApiJson.Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>An answer with the bytes it came in, which may say more than the record knows. Neither value nor problem: the bytes have another shape.</summary>
internal sealed record HttpAnswer<T>(T? Value, Problem? Problem, Reply Reply) : Answer<T>(Value, Problem)
    where T : class;
