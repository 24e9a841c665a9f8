using System.Diagnostics;
using OrderBookSilo.Support;
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
    private readonly TempDirectory directory = new();

    private NextVersion()
    {
    }

    public string Silo => Path.Combine(directory.FullName, "artifacts", "bin", "Silo", "release", "OrderBookSilo.Silo.dll");

    public static async Task<NextVersion> BuildAsync()
    {
        var next = new NextVersion();
        next.CopySources();
        next.Change("src/Grains.Interfaces/Api/MarketSummary.cs", "DateTimeOffset? FrozenSince);", $"DateTimeOffset? FrozenSince, [property: Id(99)] string? {Added} = \"new\");");
        next.Change("src/Grains.Interfaces/Api/MarketSummary.cs", "DateTimeOffset At);", $"DateTimeOffset At, [property: Id(99)] string? {Added} = \"new\");");
        next.Change("src/Grains/Markets/MarketState.cs", "[Id(0)]", $"[Id(99)]\n    public string? {Added} {{ get; set; }} = \"new\";\n\n    [Id(0)]");
        await File.WriteAllTextAsync(
            next.directory["src/Io/Postgres/Migrations/9999_next_version.sql"],
            $"ALTER TABLE fact_book ADD COLUMN {Column} text;\nCOMMENT ON COLUMN fact_book.{Column} IS 'Of the next version';\n");
        await next.CompileAsync();
        return next;
    }

    public void Dispose() => directory.Dispose();

    private static string Root => Path.GetDirectoryName(Built.Launcher)!;

    private void CopySources()
    {
        var files = Directory.EnumerateFiles(Root, "Directory.*").Append(Path.Combine(Root, "global.json"))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "src"), "*", SearchOption.AllDirectories));
        foreach (var file in files)
        {
            var copy = directory[Path.GetRelativePath(Root, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Change(string file, string text, string replacement)
    {
        var before = File.ReadAllText(directory[file]);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(directory[file], before.Replace(text, replacement, StringComparison.Ordinal));
    }

    private async Task CompileAsync()
    {
        string[] build =
        [
            "build", directory["src/Silo/Silo.csproj"], "-c", "Release", "-v", "q", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", build) { RedirectStandardOutput = true, WorkingDirectory = directory.FullName })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
