using System.Xml.Linq;
using OrderBookSilo.Core.Numbers;

namespace OrderBookSilo.Core.Tests.Tidy;

/// <summary>Dependencies point one way; Core and the contracts reference nothing of ours, Core no package either.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Core"] = [],
        ["Grains.Interfaces"] = [],
        ["VenueSimulator"] = [],
        ["Io"] = ["Core"],
        ["Grains"] = ["Core", "Grains.Interfaces"],
        ["Client"] = ["Grains.Interfaces"],
        ["Silo"] = ["Core", "Io", "Grains", "Grains.Interfaces"],
    };

    [Fact]
    public void Projects_reference_only_lower_projects()
    {
        foreach (var (project, allowed) in Allowed)
        {
            Assert.Empty(References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension).Except(allowed));
        }
    }

    [Fact]
    public void Every_project_of_src_is_checked() =>
        Assert.Equal(
            Directory.EnumerateDirectories(Path.Combine(Source.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Allowed.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Core_references_only_the_base_library()
    {
        Assert.Empty(References("Core", "PackageReference"));
        Assert.Empty(References("Core", "FrameworkReference"));
        var referenced = typeof(Exact).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!);
        Assert.All(referenced, name => Assert.StartsWith("System", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Core_uses_no_network_no_disk_and_no_log()
    {
        string[] banned = ["System.Net.Http", "System.Net.Sockets", "System.IO.FileStream", "File.", "Directory.", "ILogger", "Npgsql", "Orleans"];
        var found = Source.CSharpFiles("src/Core").SelectMany(file => Source.Lines(file)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Where(line => banned.Any(word => line.Contains(word, StringComparison.Ordinal)))
            .Select(line => $"{file}: {line.Trim()}"));

        Assert.Empty(found);
    }

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Source.Root, "src", project, $"{project}.csproj"))
            .Descendants(kind)
            .Select(reference => reference.Attribute("Include")!.Value);
}
