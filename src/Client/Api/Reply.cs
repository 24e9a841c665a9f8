using System.Text.Json;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Api;

/// <summary>An answer over HTTP, its body exactly as received.</summary>
/// <param name="Age">[seconds] Age of what the answer is from, when it is not current.</param>
internal sealed record Reply(int Status, string? MediaType, byte[] Body, int? Age = null)
{
    public bool IsSuccess => Status is >= 200 and < 300 && IsJson;

    public bool IsJson => MediaType is "application/json" or Problem.MediaType;

    /// <summary>The problem of an unsuccessful answer.</summary>
    public Problem ToProblem()
    {
        var problem = Read<Problem>() ?? new Problem(null, null, Status, null);
        return problem with { Status = Status, Detail = problem.Detail ?? problem.Title ?? $"The server here is not a silo: HTTP {Status} without a JSON answer" };
    }

    public HttpAnswer<T> ToAnswer<T>()
        where T : class => IsSuccess ? new HttpAnswer<T>(Read<T>(), null, this) : new HttpAnswer<T>(null, ToProblem(), this);

    /// <summary>The body as a record; null when it has another format.</summary>
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

/// <summary>
/// An answer and its bytes, which may contain more than the record knows. When value and problem are both null, the bytes have another
/// format.
/// </summary>
internal sealed record HttpAnswer<T>(T? Value, Problem? Problem, Reply Reply) : Answer<T>(Value, Problem, Reply.Age)
    where T : class;
