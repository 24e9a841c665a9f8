using System.Runtime.InteropServices;
using OrderBookSilo.VenueSimulator;

if (!CommandLine.TryRead(args, out var command, out var problem))
{
    await Console.Error.WriteLineAsync($"{problem}\n{CommandLine.Usage}");
    return 2;
}

var stopped = new TaskCompletionSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
await using var simulator = await Simulator.StartAsync(command.Options);
foreach (var (venue, product, file) in command.Pins)
{
    simulator.Pin(venue, product, await File.ReadAllBytesAsync(file));
}

// The launcher reads these lines.
foreach (var (venue, quote) in Simulator.Venues)
{
    Console.WriteLine($"venue {venue} {quote}");
}

Console.WriteLine($"venue simulator at {simulator.Url}");
await Task.WhenAny(stopped.Task, ParentWatch.EndAsync(command.ParentPid));
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}
