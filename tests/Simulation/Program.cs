using System.Globalization;
using OrderBookSilo.Simulation;

// dotnet run --project tests/Simulation -- slots N | seed S: many runs with fresh seeds, or one run again.
switch (args)
{
    case ["slots", var slots]:
        var campaign = await Campaign.RunAsync(
            (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() << 20, long.Parse(slots, CultureInfo.InvariantCulture));
        Console.WriteLine(campaign);
        Console.WriteLine(string.Join("\n", campaign.Failures));
        return campaign.Failures.Count;
    case ["seed", var seed]:
        var result = await Run.OfAsync(RunSettings.Draw(ulong.Parse(seed, CultureInfo.InvariantCulture)));
        Console.WriteLine($"{result.Slots} slots, {result.RowsChecked} rows checked; faults injected: {string.Join(", ", result.Faults)}");
        Console.WriteLine(string.Join("\n", result.Violations));
        return result.Violations.Count;
    default:
        await Console.Error.WriteLineAsync("usage: slots N | seed S");
        return 2;
}
