using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>The OpenAPI document matches the routes: every route is called with what it declares, and with what it does not.</summary>
public sealed partial class OpenApiTests(RunningSilo silo) : IClassFixture<RunningSilo>
{
    private static readonly Dictionary<string, string> PathValues = new()
    {
        ["venue"] = "coinbase", ["product"] = "BTC-USD", ["base"] = "BTC", ["quote"] = "USD", ["name"] = "tester", ["id"] = "none", ["one"] = "another", ["version"] = "none",
    };

    private static readonly TimeSpan ReadyTimeMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Every_route_refuses_an_undeclared_parameter_and_names_the_declared_ones()
    {
        foreach (var operation in await OperationsAsync())
        {
            var refused = await AskAsync(operation, "undeclared=1");
            var declared = operation.Parameters.Select(parameter => parameter.GetProperty("name").GetString()).ToList();
            var known = declared.Count == 0 ? "this route takes none" : $"the parameters are {string.Join(", ", declared)}";

            Assert.Equal((HttpStatusCode.BadRequest, $"there is no parameter 'undeclared' here; {known}"), (refused.Status, refused.Detail));
        }
    }

    // A route that reads what it does not declare, or declares what it does not read, fails on every good request.
    [Fact]
    public async Task Every_route_reads_what_it_declares()
    {
        await using var database = SiloProcess.OpenDatabase(silo.DataDirectory);
        await using var addVersion = database.CreateCommand("INSERT INTO data_version (version, created_at) VALUES ('another', now())");
        await addVersion.ExecuteNonQueryAsync();
        foreach (var operation in (await OperationsAsync()).Where(operation => operation.Parameters.Count > 0))
        {
            var answer = await AskUntilReadyAsync(operation, string.Join('&', operation.Parameters.Select(ExampleOf).OfType<string>()));

            var expected = operation.Id == "importDump" ? 422 : 200;
            Assert.True((int)answer.Status >= expected && (int)answer.Status < expected + 100, $"{operation.Id}: {answer}");
        }
    }

    [Fact]
    public async Task A_value_that_the_document_excludes_is_refused_with_the_parameters_name()
    {
        var count = 0;
        foreach (var operation in await OperationsAsync())
        {
            foreach (var parameter in operation.Parameters.Where(IsNarrow))
            {
                var name = parameter.GetProperty("name").GetString()!;
                var others = operation.Parameters.Where(other => Required(other) && other.GetProperty("name").GetString() != name).Select(ExampleOf);
                var refused = await AskAsync(operation, string.Join('&', others.Append($"{name}=wrong")));

                Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
                Assert.Contains(name, refused.Detail, StringComparison.Ordinal);
                count++;
            }
        }

        Assert.True(count > 30, $"only {count} parameters have a value that can be wrong");
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_described_topic_and_its_problems()
    {
        var document = await silo.Process.GetAsync("/openapi/v1.json");
        var tags = document.GetProperty("tags").EnumerateArray().ToDictionary(tag => tag.GetProperty("name").GetString()!, tag => tag.GetProperty("description").GetString());
        var operations = await OperationsAsync();

        Assert.Equal(operations.Count, operations.Select(operation => operation.Id).Distinct().Count());
        Assert.All(operations, operation => Assert.False(string.IsNullOrEmpty(tags[operation.Tag])));
        Assert.All(operations, operation => Assert.Superset(new HashSet<string> { "400", "401", "403", "429", "503" }, operation.Statuses));
        Assert.Equal(["apiKey", "bearer"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(scheme => scheme.Name).Order());
        Assert.Equal(
            document.GetProperty("info").GetProperty("version").GetString(),
            (await silo.Process.GetAsync("/health/live")).GetProperty("version").GetString());
    }

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        using var page = await silo.Http.GetAsync("/docs/");
        var html = await page.Content.ReadAsStringAsync();
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));

        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self' 'nonce-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        foreach (Match script in Scripts().Matches(html))
        {
            Assert.Equal(HttpStatusCode.OK, (await silo.Http.GetAsync($"/docs/{script.Groups["file"].Value}")).StatusCode);
        }

        Assert.Equal("default-src 'none'; frame-ancestors 'none'", Assert.Single((await silo.Http.GetAsync("/api/markets")).Headers.GetValues("Content-Security-Policy")));
    }

    private async Task<List<Operation>> OperationsAsync()
    {
        var document = await silo.Process.GetAsync("/openapi/v1.json");
        return
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               where path.Name.StartsWith("/api/", StringComparison.Ordinal)
               from operation in path.Value.EnumerateObject()
               select new Operation(path.Name, operation.Name, operation.Value),
        ];
    }

    // For a while after its start a silo does not know what the others still hold of a slot, and audits nothing.
    private async Task<Refusal> AskUntilReadyAsync(Operation operation, string query)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = await AskAsync(operation, query);
            if (answer.Status != HttpStatusCode.ServiceUnavailable || clock.Elapsed > ReadyTimeMax)
            {
                return answer;
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<Refusal> AskAsync(Operation operation, string query)
    {
        var path = PathParts().Replace(operation.Path, part => PathValues[part.Groups["name"].Value]);
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method.ToUpperInvariant()), $"{path}?{query}");
        using var response = await silo.Http.SendAsync(request);
        var problem = response.IsSuccessStatusCode ? default : await response.Content.ReadFromJsonAsync<JsonElement>();
        return new Refusal(response.StatusCode, problem.ValueKind == JsonValueKind.Object ? problem.GetProperty("detail").GetString()! : "");
    }

    /// <summary>The document's own example; null where it would contradict another one.</summary>
    private static string? ExampleOf(JsonElement parameter)
    {
        var name = parameter.GetProperty("name").GetString();
        return name is "verify" or "fees" or "into" or "continueAfter" ? null
            : name == "to" ? "to=2026-11-22T11:00:00Z"
            : name == "markets" ? "markets=coinbase:BTC-USD"
            : parameter.TryGetProperty("example", out var example) ? $"{name}={Uri.EscapeDataString(example.ToString())}"
            : null;
    }

    private static bool Required(JsonElement parameter) => parameter.TryGetProperty("required", out var required) && required.GetBoolean();

    private static bool IsNarrow(JsonElement parameter)
    {
        var schema = parameter.GetProperty("schema");
        return schema.TryGetProperty("enum", out _) || schema.TryGetProperty("format", out _) || schema.TryGetProperty("pattern", out _)
            || schema.GetProperty("type").GetString() is "boolean" or "integer";
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}")]
    private static partial Regex PathParts();

    [GeneratedRegex("""src="(?<file>[^"]+)""")]
    private static partial Regex Scripts();

    private sealed record Refusal(HttpStatusCode Status, string Detail);

    private sealed record Operation(string Path, string Method, JsonElement Value)
    {
        public string Id => Value.GetProperty("operationId").GetString()!;

        public string Tag => Assert.Single(Value.GetProperty("tags").EnumerateArray()).GetString()!;

        public HashSet<string> Statuses => [.. Value.GetProperty("responses").EnumerateObject().Select(response => response.Name)];

        /// <summary>The query parameters.</summary>
        public List<JsonElement> Parameters =>
            Value.TryGetProperty("parameters", out var parameters)
                ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "query")]
                : [];
    }
}
