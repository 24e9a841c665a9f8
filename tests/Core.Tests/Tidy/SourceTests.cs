using System.Text.RegularExpressions;

namespace OrderBookSilo.Core.Tests.Tidy;

/// <summary>Checks the style rules of CONTRIBUTING.md.</summary>
public sealed class SourceTests
{
    private const int FileLinesMax = 400;
    private const int FileLinesUsual = 200;
    private const double UsualShare = 0.9;

    private static readonly string[] CompositionRoots = ["src/Silo/Program.cs", "src/Silo/Composition.cs"];

    private static readonly (string Call, string Instead)[] Banned =
    [
        ("DateTime.UtcNow", "a TimeProvider"),
        ("DateTime.Now", "a TimeProvider"),
        ("DateTimeOffset.UtcNow", "a TimeProvider"),
        ("DateTimeOffset.Now", "a TimeProvider"),
        ("Thread.Sleep", "a wait for the event itself"),
        ("Guid.NewGuid", "a name that is derived"),
        ("Random.Shared", "a seeded Random"),
        (".GetAwaiter().GetResult()", "await"),
        ("#region", "a smaller file"),
        ("TODO", "an issue"),
        ("FIXME", "an issue"),
        ("NotImplementedException", "the code"),
    ];

    [Fact]
    public void No_file_is_longer_than_400_lines_and_most_are_under_200()
    {
        var lengths = Source.CSharpFiles().Select(file => (file, Lines: Source.Lines(file).Length)).ToList();

        Assert.DoesNotContain(lengths, length => length.Lines > FileLinesMax);
        Assert.True(lengths.Count(length => length.Lines <= FileLinesUsual) >= lengths.Count * UsualShare);
    }

    [Fact]
    public void No_call_hides_time_randomness_or_a_blocked_thread()
    {
        var found = Source.CSharpFiles("src").Where(file => !CompositionRoots.Contains(file))
            .SelectMany(file => Source.Lines(file).SelectMany((line, at) =>
                Banned.Where(banned => line.Contains(banned.Call, StringComparison.Ordinal))
                    .Select(banned => $"{file}:{at + 1}: {banned.Call}; use {banned.Instead}")));

        Assert.Empty(found);
    }

    [Fact]
    public void Tasks_are_not_waited_for_synchronously()
    {
        var blocking = new Regex(@"(\bTask\w*(\([^)]*\))?|Async\([^)]*\))\.(Result\b|Wait\(\))");
        var found = Source.CSharpFiles("src").SelectMany(file => Source.Lines(file).Where(line => blocking.IsMatch(line)).Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        var found = Source.CSharpFiles()
            .Select(file => (file, Declared: Source.Lines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal))))
            .Where(entry => entry.Declared is not null && entry.Declared != $"namespace {NamespaceOf(entry.file)};")
            .Select(entry => $"{entry.file}: {entry.Declared}, not {NamespaceOf(entry.file)}");

        Assert.Empty(found);
    }

    [Fact]
    public void Documents_name_files_that_exist()
    {
        var link = new Regex(@"\]\((?!https?:|#)([^)#]+)");
        string[] folders = [".", "deploy", "docs"];
        var dead = folders.Select(folder => Path.Combine(Source.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
            .SelectMany(document => link.Matches(File.ReadAllText(document))
                .Select(match => Path.Combine(Path.GetDirectoryName(document)!, match.Groups[1].Value))
                .Where(target => !Path.Exists(target))
                .Select(target => $"{document}: {target}"));

        Assert.Empty(dead);
    }

    [Fact]
    public void Comments_and_texts_name_documents_that_exist()
    {
        var mention = new Regex(@"(?<![\w/.*:-])[\w./-]+\.md\b");
        var sql = Directory.EnumerateFiles(Path.Combine(Source.Root, "src"), "*.sql", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Source.Root, file));
        var dead = Source.CSharpFiles("src").Concat(sql)
            .SelectMany(file => Source.Lines(file).SelectMany(line => mention.Matches(line)).Select(match => (file, Document: match.Value)))
            .Where(named => !Path.Exists(Path.Combine(Source.Root, named.Document)))
            .Select(named => $"{named.file}: {named.Document}");

        Assert.Empty(dead);
    }

    [Fact]
    public void Every_log_message_has_a_unique_id()
    {
        var id = new Regex(@"\[LoggerMessage\((\d+)");
        var doubled = Source.CSharpFiles("src")
            .SelectMany(file => Source.Lines(file).Select(line => id.Match(line)).Where(match => match.Success).Select(match => (file, Id: match.Groups[1].Value)))
            .GroupBy(message => message.Id)
            .Where(messages => messages.Count() > 1)
            .Select(messages => $"{messages.Key}: {string.Join(", ", messages.Select(message => message.file))}");

        Assert.Empty(doubled);
    }

    private static string NamespaceOf(string file)
    {
        var parts = Path.GetDirectoryName(file)!.Split('/');
        var ours = parts[0] == "benchmarks" ? parts.Select(part => part == "benchmarks" ? "Benchmarks" : part) : parts.Skip(1);
        return $"OrderBookSilo.{string.Join('.', ours)}";
    }
}
