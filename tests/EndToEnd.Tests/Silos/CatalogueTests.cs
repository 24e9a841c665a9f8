using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

/// <summary>The data catalogue of a silo whose fresh database became unavailable right after the start.</summary>
public sealed partial class CatalogueTests(CatalogueTests.SiloWithoutDatabase silo) : IClassFixture<CatalogueTests.SiloWithoutDatabase>
{
    private const string Refresh = "ORDERBOOK_REFRESH";

    [Fact]
    public async Task Every_column_and_every_field_has_a_description()
    {
        var entries = await silo.Process.GetAsync("/api/catalogue");

        Assert.All(Kinds, kind => Assert.Contains(entries.EnumerateArray(), entry => Text(entry, "kind") == kind));
        Assert.True(Columns(entries).Count() > 200);
        Assert.Empty(entries.EnumerateArray().Where(entry => Text(entry, "description") is "").Select(entry => Text(entry, "name")));
        Assert.Empty(Columns(entries).Where(column => Text(column.Column, "description") is "").Select(column => column.Name));
    }

    [Fact]
    public async Task Every_number_has_a_unit()
    {
        var entries = await silo.Process.GetAsync("/api/catalogue");

        // The unit is the part in brackets that a description begins with.
        var without = Columns(entries)
            .Where(column => Text(column.Column, "type") is "numeric" or "double precision" or "number" || IsDecimalText(column.Column))
            .Where(column => Text(column.Column, "unit") is null);

        Assert.Empty(without.Select(column => column.Name));
    }

    /// <summary>With ORDERBOOK_REFRESH set, it writes the document instead.</summary>
    [Fact]
    public async Task The_document_matches_the_code_and_the_database()
    {
        var written = await AskAsync("describe", "--markdown");
        if (Environment.GetEnvironmentVariable(Refresh) is { Length: > 0 })
        {
            await File.WriteAllBytesAsync(DocumentPath(), written.Output);
        }

        var document = File.Exists(DocumentPath()) ? await File.ReadAllTextAsync(DocumentPath()) : "";

        Assert.True(written.Text == document, $"docs/catalogue.md is not what the comments say; write it again: {Refresh}=1 ./orderbook test CatalogueTests");
    }

    [Theory]
    [InlineData("fact_cost.cost_bps")]
    [InlineData("FactCost.costBps")]
    [InlineData("FACT-COST.COST-BPS")]
    public async Task A_column_of_a_table_is_found_in_any_spelling(string name) =>
        Assert.Equal(["fact_cost.cost_bps"], await FindAsync(name));

    [Theory]
    [InlineData("costBps")]
    [InlineData("cost_bps")]
    [InlineData("COST-BPS")]
    public async Task A_column_is_found_wherever_it_is_in_any_spelling(string name)
    {
        var found = await FindAsync(name);

        Assert.Superset(new HashSet<string> { "fact_cost.cost_bps", "CostAnswer.costBps" }, found.ToHashSet());
        Assert.All(found, column => Assert.Matches("[.](cost_bps|costBps)$", column));
    }

    [Theory]
    [InlineData("fact_gap")]
    [InlineData("FactGap")]
    public async Task A_table_is_found_with_all_its_columns(string name) =>
        Assert.Equal(["fact_gap.market_id", "fact_gap.slot", "fact_gap.slot_length", "fact_gap.reason", "fact_gap.recorded_at"], await FindAsync(name));

    [Fact]
    public async Task The_console_shows_a_field_with_its_type_its_unit_its_formula_and_where_it_is()
    {
        var shown = await AskAsync("describe", "costBps");
        var json = await AskAsync("describe", "costBps", "--json");
        var listed = await AskAsync("describe");

        Assert.Contains("fact_cost  table\n", shown.Text, StringComparison.Ordinal);
        Assert.Contains("  cost_bps  double precision, basis points, can be null\n    1e4 x D x (", shown.Text, StringComparison.Ordinal);
        Assert.Contains("CostAnswer  answer of GET /api/markets/{venue}/{product}/cost\n", shown.Text, StringComparison.Ordinal);
        Assert.Equal(await silo.Process.Http.GetByteArrayAsync("/api/catalogue?field=costBps"), json.Output);
        Assert.Contains(listed.Lines, line => FactCostLine().IsMatch(line));
    }

    [Theory]
    [InlineData("fact_cost.cost_bsp", "fact_cost.cost_bps")]
    [InlineData("slippage", "slippage_bps")]
    [InlineData("slipage", "slippage_bps")]
    public async Task An_unknown_name_is_answered_with_the_nearest(string name, string near)
    {
        var run = await AskAsync("describe", name);

        Assert.Equal((1, ""), (run.ExitCode, run.Text));
        Assert.Matches($"Nearest: .*{near}", run.Errors);
    }

    private static string[] Kinds => ["table", "view", "function", "answer"];

    private static string? Text(JsonElement element, string property) => element.GetProperty(property).GetString();

    private static IEnumerable<(string Name, JsonElement Column)> Columns(JsonElement entries) =>
        from entry in entries.EnumerateArray()
        from column in entry.GetProperty("columns").EnumerateArray()
        select ($"{Text(entry, "name")}.{Text(column, "name")}", column);

    // Exact numbers are strings in JSON; their names distinguish them from other strings.
    private static bool IsDecimalText(JsonElement column) =>
        Text(column, "type") == "string" && DecimalName().IsMatch(Text(column, "name")!);

    private static string DocumentPath([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "docs", "catalogue.md"));

    private async Task<List<string>> FindAsync(string name) =>
        [.. Columns(await silo.Process.GetAsync($"/api/catalogue?field={name}")).Select(column => column.Name)];

    private Task<ConsoleRun> AskAsync(params string[] question) => ConsoleRun.AskAsync(silo.Process.Url, question);

    [GeneratedRegex("(price|amount|quantity|mid|bestbid|bestask|unspent|fee|saving|step|min)$", RegexOptions.IgnoreCase)]
    private static partial Regex DecimalName();

    [GeneratedRegex(@"^fact_cost +table +\d+  What taking levels")]
    private static partial Regex FactCostLine();

    /// <summary>A running silo whose database has become unavailable.</summary>
    public sealed class SiloWithoutDatabase : IAsyncLifetime
    {
        private readonly TempDirectory directory = new TempDirectory().OpenToAll();
        private TestDatabase? database;
        private SiloProcess? process;

        internal SiloProcess Process => process!;

        public async Task InitializeAsync()
        {
            database = await TestDatabase.CreateAsync();
            process = SiloProcess.Launch(
                ["--Data", directory["data"], "--Markets", "coinbase:BTC-USD", "--Venues:coinbase:BaseAddress", "http://127.0.0.1:1"],
                new Dictionary<string, string> { ["ORDERBOOK__ConnectionStrings__Warehouse"] = database.ConnectionString });
            await process.ReadyAsync();
            await database.RefuseConnectionsAsync();
        }

        public async Task DisposeAsync()
        {
            await Process.DisposeAsync();
            await database!.DisposeAsync();
            directory.Dispose();
        }
    }
}
