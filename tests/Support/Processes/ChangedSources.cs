using System.Diagnostics;
using Xunit;

namespace OrderBookSilo.Support.Processes;

/// <summary>A copy of these sources in a directory of its own, with changes, built apart from them.</summary>
public sealed class ChangedSources : IDisposable
{
    private static readonly string Root = Path.GetDirectoryName(Built.Launcher)!;
    private readonly TempDirectory directory = new();

    /// <summary>Copies these folders, and what every build needs.</summary>
    public ChangedSources(params string[] folders)
    {
        var files = Directory.EnumerateFiles(Root, "Directory.*").Append(Path.Combine(Root, "global.json"))
            .Concat(folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)));
        foreach (var file in files)
        {
            var copy = directory[Path.GetRelativePath(Root, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Replaces a text, which must be there.</summary>
    public void Change(string file, string text, string replacement)
    {
        var before = File.ReadAllText(directory[file]);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(directory[file], before.Replace(text, replacement, StringComparison.Ordinal));
    }

    /// <summary>Undoes every change to a file.</summary>
    public void Restore(string file) => File.WriteAllText(directory[file], File.ReadAllText(Path.Combine(Root, file)));

    public void Add(string file, string text) => File.WriteAllText(directory[file], text);

    /// <summary>Builds a project, fails the test when it does not compile, and returns its assembly.</summary>
    public async Task<string> BuildAsync(string project, params string[] options)
    {
        string[] build =
        [
            "build", directory[project], "-c", "Release", "-v", "q", "--nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. options,
        ];
        var (exitCode, output) = await RunAsync(build);
        Assert.True(exitCode == 0, output);
        var name = Path.GetFileNameWithoutExtension(project);
        return directory[$"artifacts/bin/{name}/release/OrderBookSilo.{name}.dll"];
    }

    /// <summary>Runs the dotnet command in the copy, to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = directory.FullName })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    public void Dispose() => directory.Dispose();
}
