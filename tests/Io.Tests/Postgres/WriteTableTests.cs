using System.Reflection;
using System.Text.RegularExpressions;
using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>ARCHITECTURE.md lists every write of the stores, with what its first half alone would mean.</summary>
public sealed partial class WriteTableTests
{
    /// <summary>What the names of methods that only read begin with.</summary>
    private static readonly string[] Readings = ["Find", "Read", "List", "Compare", "Count"];

    /// <summary>Not stores: the database itself, caches, and preparations of the schema.</summary>
    private static readonly Type[] Others = [typeof(PostgresDatabase), typeof(MarketIds)];

    [Fact]
    public void Every_write_of_a_store_is_in_the_table_and_nothing_else()
    {
        var document = File.ReadAllText(Path.Combine(RootOf(AppContext.BaseDirectory), "ARCHITECTURE.md"));
        var table = document[document.IndexOf("## Every write", StringComparison.Ordinal)..document.IndexOf("## Decisions", StringComparison.Ordinal)];
        var listed = Rows().Matches(table).Select(row => row.Groups[1].Value).ToList();

        Assert.Equal(Writes().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        Assert.Equal(listed.Count, listed.Distinct().Count());
        Assert.DoesNotContain("| |", table.Replace("||", "| |", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Writes() =>
        from type in typeof(PostgresDatabase).Assembly.GetExportedTypes()
        where type is { IsClass: true, IsAbstract: false } && type.Namespace is "OrderBookSilo.Io.Postgres" or "OrderBookSilo.Io.Postgres.Replays"
        where !Others.Contains(type)
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
        where typeof(Task).IsAssignableFrom(method.ReturnType) && !Readings.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal))
        select $"{type.Name}.{method.Name}";

    private static string RootOf(string directory) =>
        File.Exists(Path.Combine(directory, "OrderBookSilo.sln")) ? directory : RootOf(Path.GetDirectoryName(directory)!);

    [GeneratedRegex(@"^\| `(\w+\.\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
