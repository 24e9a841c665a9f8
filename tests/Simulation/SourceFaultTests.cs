using System.Globalization;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using Xunit.Abstractions;

namespace OrderBookSilo.Simulation;

/// <summary>Faults that the product once had are found when its sources have them again.</summary>
public sealed class SourceFaultTests(ITestOutputHelper output)
{
    private const int RunsMax = 400;
    private const string Core = "src/Core/Core.csproj";

    [Fact]
    public void The_text_that_each_fault_replaces_is_in_the_sources()
    {
        using var sources = new ChangedSources("src/Core");
        Assert.All(SourceFault.All, fault => sources.Change(FileOf(fault), fault.Text, fault.Replacement + "/**/"));
    }

    [Fact]
    public async Task Each_fault_is_found_when_it_is_put_back()
    {
        if (!LongMode.IsOn)
        {
            Missing.Optional("it builds the product once for every fault; ORDERBOOK_LONG=1 turns it on");
        }

        using var sources = new ChangedSources("src", "tests/Simulation", "tests/Support");
        var simulation = await BuildAsync(sources, "tests/Simulation/Simulation.csproj");
        var unfound = new List<string>();
        foreach (var fault in SourceFault.All)
        {
            var (runs, violation) = await FindAsync(sources, simulation, fault);
            output.WriteLine($"{(runs == 0 ? "not found" : $"run {runs}"),-10} {fault.Name}: {violation}");
            unfound.AddRange(runs == 0 ? [fault.Name] : []);
        }

        Assert.Empty(unfound);
    }

    // Only Core changes, and nothing that others see of it.
    private static async Task<(int Runs, string Violation)> FindAsync(ChangedSources sources, string simulation, SourceFault fault)
    {
        sources.Change(FileOf(fault), fault.Text, fault.Replacement);
        var core = await BuildAsync(sources, Core);
        sources.Restore(FileOf(fault));
        File.Copy(core, Path.Combine(Path.GetDirectoryName(simulation)!, Path.GetFileName(core)), overwrite: true);
        var (_, found) = await sources.RunAsync(simulation, "until", $"{RunsMax}", $"{fault.Plant}");
        return found.Trim().Split(' ', 2) is [var runs, var violation] ? (int.Parse(runs, CultureInfo.InvariantCulture), violation) : (0, "");
    }

    private static Task<string> BuildAsync(ChangedSources sources, string project) =>
        sources.BuildAsync(project, "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false");

    private static string FileOf(SourceFault fault) => $"src/Core/{fault.File}";
}
