using OrderBookSilo.Grains.Questions;

namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>The query of a request, read through the parameters that its route declares.</summary>
internal sealed class Query
{
    private readonly IQueryCollection values;
    private readonly IReadOnlyList<QueryParameter> declared;
    private readonly HashSet<QueryParameter> read = [];

    private Query(IQueryCollection values, IReadOnlyList<QueryParameter> declared)
    {
        this.values = values;
        this.declared = declared;
    }

    /// <summary>The query of a request; the filter and the handler, which takes it as a parameter, share one object.</summary>
    public static ValueTask<Query?> BindAsync(HttpContext http) => ValueTask.FromResult<Query?>(Of(http));

    public static Query Of(HttpContext http)
    {
        var query = http.Features.Get<Query>();
        if (query is null)
        {
            var declared = http.GetEndpoint()?.Metadata.GetMetadata<DeclaredParameters>();
            query = new Query(http.Request.Query, declared?.All ?? []);
            http.Features.Set(query);
        }

        return query;
    }

    /// <summary>The value of a declared parameter; throws <see cref="QueryException"/> when it is invalid.</summary>
    public T Read<T>(QueryParameter<T> parameter)
    {
        if (!declared.Contains(parameter))
        {
            throw new InvalidOperationException($"the route reads {parameter.Name} without declaring it");
        }

        read.Add(parameter);
        return parameter.Read(TextOf(parameter));
    }

    /// <summary>The declared parameters that have a value, as <c>name=value</c>.</summary>
    public string Given() => string.Join('&', declared.Where(Has).Select(parameter => $"{parameter.Name}={TextOf(parameter)}"));

    public bool Has(QueryParameter parameter) => TextOf(parameter) is not null;

    /// <summary>Refuses parameters that are unknown, repeated or malformed: a mistyped one must not silently get its default.</summary>
    public void RefuseUndeclared()
    {
        foreach (var (name, given) in values)
        {
            if (declared.FirstOrDefault(parameter => parameter.Name == name) is not { } parameter)
            {
                throw new QueryException($"there is no parameter '{Shown.Of(name)}' here; {Known()}");
            }

            if (given.Count > 1)
            {
                throw new QueryException($"{name} is given {given.Count} times; give it once");
            }

            if (given.ToString() is var text && (text.Length > parameter.LengthMax || text.Any(char.IsControl)))
            {
                throw new QueryException($"{name} must be at most {parameter.LengthMax} characters long, without control characters");
            }
        }
    }

    /// <summary>Throws when a route declares a parameter that it did not read, which is a bug of the route.</summary>
    public void RequireAllRead()
    {
        if (declared.FirstOrDefault(parameter => !read.Contains(parameter)) is { } unread)
        {
            throw new InvalidOperationException($"the route declares {unread.Name} and does not read it");
        }
    }

    private string Known() => declared.Count == 0 ? "this route takes none" : $"the parameters are {string.Join(", ", declared.Select(parameter => parameter.Name))}";

    private string? TextOf(QueryParameter parameter) => string.IsNullOrWhiteSpace(values[parameter.Name]) ? null : values[parameter.Name].ToString();
}

/// <summary>The query parameters of a route.</summary>
internal sealed record DeclaredParameters(IReadOnlyList<QueryParameter> All);
