using System.Text.Json;

namespace OrderBookSilo.Client.Api;

/// <summary>An answer of the silo, its body exactly as received.</summary>
internal sealed record Reply(int Status, string? MediaType, byte[] Body)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public bool IsSuccess => Status is >= 200 and < 300 && IsJson;

    public bool IsJson => MediaType is "application/json" or "application/problem+json";

    /// <summary>The body as one of our records; null when it has another shape.</summary>
    public T? Read<T>()
        where T : class
    {
        try
        {
            return IsJson ? JsonSerializer.Deserialize<T>(Body, Web) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>What a silo says when it cannot answer (RFC 9457), with the names nearest to one it does not know.</summary>
internal sealed record Problem(string? Title, string? Detail, IReadOnlyList<string>? Nearest);
