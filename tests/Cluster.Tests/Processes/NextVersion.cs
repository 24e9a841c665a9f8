using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Processes;

/// <summary>
/// The silo as its next version might be: built from these sources with an additional member in the contracts and the state, and a
/// migration that adds a column.
/// </summary>
internal sealed class NextVersion : IDisposable
{
    public const string Column = "next_version_note";

    private const string Added = "NextVersionNote";
    private const string Summary = "src/Grains.Interfaces/Api/MarketSummary.cs";
    private readonly ChangedSources sources = new("src");

    private NextVersion()
    {
    }

    public string Silo { get; private set; } = "";

    public static async Task<NextVersion> BuildAsync()
    {
        var next = new NextVersion();
        var sources = next.sources;
        sources.Change(Summary, "DateTimeOffset? FrozenSince);", $"DateTimeOffset? FrozenSince, [property: Id(99)] string? {Added} = \"new\");");
        sources.Change(Summary, "DateTimeOffset At);", $"DateTimeOffset At, [property: Id(99)] string? {Added} = \"new\");");
        sources.Change("src/Grains/Markets/MarketState.cs", "[Id(0)]", $"[Id(99)]\n    public string? {Added} {{ get; set; }} = \"new\";\n\n    [Id(0)]");
        sources.Add(
            "src/Io/Postgres/Migrations/9999_next_version.sql",
            $"ALTER TABLE fact_book ADD COLUMN {Column} text;\nCOMMENT ON COLUMN fact_book.{Column} IS 'Of the next version';\n");
        next.Silo = await sources.BuildAsync("src/Silo/Silo.csproj");
        return next;
    }

    public void Dispose() => sources.Dispose();
}
