using System.Text.RegularExpressions;

namespace OrderBookSilo.Core.Tests.Tidy;

/// <summary>The folders of Core have one order, and each depends only on those above it; a subfolder has its parent's position.</summary>
public sealed partial class FolderOrderTests
{
    private const string Core = "src/Core";

    private static readonly string[] InOrder =
    [
        "Numbers", "Failures", "Markets", "Fees", "Schedule", "Books", "Costs", "Venues", "Captures", "Stores",
        "Splits", "Egress", "Spooling", "Pulls", "Archives", "Audits", "Replays",
    ];

    [Fact]
    public void Every_folder_has_a_position_in_the_order() =>
        Assert.Equal(
            Directory.EnumerateDirectories(Path.Combine(Source.Root, Core)).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            InOrder.Order(StringComparer.Ordinal));

    [Fact]
    public void A_folder_uses_only_folders_above_it()
    {
        var types = TypesByFolder();
        var found =
            from file in Source.CSharpFiles(Core)
            from line in Source.Lines(file)
            from folder in FoldersNamedIn(line, types)
            where PlaceOf(folder) > PlaceOf(FolderOf(file))
            select $"{file} uses {folder}: {line.Trim()}";

        Assert.Empty(found);
    }

    [Fact]
    public void Core_has_no_global_usings()
    {
        var sources = Source.CSharpFiles(Core).Where(file => Source.Lines(file).Any(line => line.StartsWith("global using", StringComparison.Ordinal)));
        var project = File.ReadAllText(Path.Combine(Source.Root, Core, "Core.csproj"));

        Assert.Empty(sources);
        Assert.DoesNotContain("<Using ", project, StringComparison.Ordinal);
    }

    /// <summary>The folders that a line refers to, by full name or by one of their types as the common namespace allows.</summary>
    private static IEnumerable<string> FoldersNamedIn(string line, ILookup<string, string> types) =>
        FullName().Matches(line)
            .Concat(ShortName().Matches(line).Where(match => match.Groups["name"].Captures.Any(name => types[FolderIn(match)].Contains(name.Value))))
            .Select(FolderIn);

    private static string FolderIn(Match match) => match.Groups["folder"].Value;

    private static ILookup<string, string> TypesByFolder()
    {
        var declared =
            from file in Source.CSharpFiles(Core)
            from line in Source.Lines(file)
            let match = Declaration().Match(line)
            where match.Success
            select (Folder: FolderOf(file), Type: match.Groups["type"].Value);
        return declared.ToLookup(entry => entry.Folder, entry => entry.Type);
    }

    private static string FolderOf(string file) => file.Split('/') is [_, _, var folder, _, ..] ? folder : "";

    // Files outside the folders come after all of them.
    private static int PlaceOf(string folder) => Array.IndexOf(InOrder, folder);

    [GeneratedRegex(@"\bOrderBookSilo\.Core\.(?<folder>\w+)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])(Core\.)?(?<folder>[A-Z]\w+)(\.(?<name>[A-Z]\w*))+")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"^(public|internal) .*?\b(class|struct|interface|enum|record|delegate)\b (struct |class )?(?<type>\w+)")]
    private static partial Regex Declaration();
}
