using System.Runtime.CompilerServices;

namespace OrderBookSilo.Core.Tests.Tidy;

/// <summary>The repository's own files, for tests of its style.</summary>
internal static class Source
{
    private static readonly string[] OurFolders = ["src", "tests", "benchmarks"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> CSharpFiles(params ReadOnlySpan<string> folders) =>
        (folders.IsEmpty ? OurFolders : folders.ToArray())
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal);

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(here)!);
        while (!File.Exists(Path.Combine(folder.FullName, "OrderBookSilo.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("OrderBookSilo.sln is in none of the parent folders");
        }

        return folder.FullName;
    }
}
