using OrderBookSilo.Core.Failures;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Silo;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Verbs;

// Systemd does not restart a silo that ended with this code, because repeating the same start cannot succeed.
const int Wrong = 2;
const int Failed = 1;

try
{
    var asked = CommandLine.Read(args);
    switch (asked.Verb)
    {
        case CommandLine.Help:
            Console.WriteLine(CommandLine.Usage);
            return 0;
        case CommandLine.Version:
            Console.WriteLine(ProductVersion.Text);
            return 0;
        case CommandLine.CheckSettings:
            RunSilo.ReadSettings(asked.Settings);
            Console.WriteLine("The settings are valid.");
            return 0;
        case DatabaseOnly.Verb:
            await DatabaseOnly.RunAsync(asked.Settings);
            return 0;
        case MigrateOnly.Verb:
            await MigrateOnly.RunAsync(asked.Settings);
            return 0;
        case CopyArchive.Verb:
            return await CopyArchive.RunAsync(asked.Operands[0], asked.Settings);
        default:
            await RunSilo.RunAsync(asked.Settings);
            return 0;
    }
}
catch (ConfigurationException wrong)
{
    await Console.Error.WriteLineAsync($"OrderBookSilo cannot start. {wrong.Message}");
    return Wrong;
}
catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync($"OrderBookSilo cannot start. urls: {taken.Message}");
    return Failed;
}
catch (StartFailedException stop)
{
    await Console.Error.WriteLineAsync($"OrderBookSilo cannot start. {stop.Message}");
    return stop.IsPermanent ? Wrong : Failed;
}
catch (Exception stop) when (stop is PrivatePostgresException or StoreUnavailableException)
{
    await Console.Error.WriteLineAsync($"OrderBookSilo cannot start. {stop.Message}");
    return Failed;
}
catch (Exception unexpected)
{
    // The sentence comes last, because that is the line which a launcher or a log viewer shows.
    await Console.Error.WriteLineAsync(unexpected.ToString());
    await Console.Error.WriteLineAsync($"OrderBookSilo ended because of an unexpected error: {unexpected.GetBaseException().Message}");
    return Failed;
}
