using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;
using Xunit.Abstractions;

namespace OrderBookSilo.Simulation;

/// <summary>Faults that the product once had are found when its sources have them again.</summary>
public sealed class SourceFaultTests(ITestOutputHelper output)
{
    private const int RunsMax = 60;
    private const string Project = "tests/Simulation/Simulation.csproj";

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
        var unfound = new List<string>();
        foreach (var fault in SourceFault.All)
        {
            var (runs, violation) = await FindAsync(sources, fault);
            output.WriteLine($"{(runs == 0 ? "not found" : $"run {runs}"),-10} {fault.Name}: {violation}");
            unfound.AddRange(runs == 0 ? [fault.Name] : []);
        }

        Assert.Empty(unfound);
    }

    private static async Task<(int Runs, string Violation)> FindAsync(ChangedSources sources, SourceFault fault)
    {
        sources.Change(FileOf(fault), fault.Text, fault.Replacement);
        var simulation = await sources.BuildAsync(Project, "-p:RunAnalyzers=false", "-p:TreatWarningsAsErrors=false");
        sources.Restore(FileOf(fault));
        var (_, found) = await sources.RunAsync(simulation, "until", $"{RunsMax}", $"{fault.Plant}");
        return found.Trim().Split(' ', 2) is [var runs, var violation] ? (int.Parse(runs, System.Globalization.CultureInfo.InvariantCulture), violation) : (0, "");
    }

    private static string FileOf(SourceFault fault) => $"src/Core/{fault.File}";
}
