using System.Globalization;
using OrderBookSilo.Simulation;
using OrderBookSilo.Simulation.Faults;

// dotnet run --project tests/Simulation -- slots N | seed S | until RUNS [PLANT]: many runs with fresh seeds,
// one run again, or runs with the seeds from 1 on until one of them finds something.
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
    case ["until", var runs, .. var plants]:
        return await UntilFoundAsync(ulong.Parse(runs, CultureInfo.InvariantCulture), plants is [var name] ? Enum.Parse<Plant>(name) : Plant.None);
    default:
        await Console.Error.WriteLineAsync("usage: slots N | seed S | until RUNS [PLANT]");
        return 2;
}

static async Task<int> UntilFoundAsync(ulong runs, Plant plant)
{
    for (var seed = 1UL; seed <= runs; seed++)
    {
        if ((await Run.OfAsync(RunSettings.Draw(seed, plant))).Violations is [var first, ..])
        {
            Console.WriteLine($"{seed} {first}");
            return 1;
        }
    }

    return 0;
}
