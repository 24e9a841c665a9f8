using System.Globalization;
using OrderBookSilo.Silo.Settings;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace OrderBookSilo.Silo.Observability;

/// <summary>Serilog to the console for people and to a rolling JSON file below the data directory for machines.</summary>
internal static class Logging
{
    private const long FileBytesMax = 64 * 1024 * 1024;
    private const int FilesMax = 14;
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    public static void AddLogs(this WebApplicationBuilder builder, SiloSettings settings)
    {
        var json = new JsonFormatter(renderMessage: true, formatProvider: CultureInfo.InvariantCulture);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)

            // Two false alarms of every start: the garbage collector's kind, and a first check long overdue.
            .MinimumLevel.Override("Orleans.Runtime.Silo", LogEventLevel.Error)
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
            .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .WriteTo.Conditional(_ => settings.ConsoleLog == ConsoleLog.Json, console => console.Console(json, standardErrorFromLevel: LogEventLevel.Verbose))
            .WriteTo.Conditional(_ => settings.ConsoleLog == ConsoleLog.Text, console => console.Console(
                outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose))
            .WriteTo.File(
                json,
                Path.Combine(settings.DataDirectory, "logs", "silo-.json"),
                rollingInterval: RollingInterval.Day,
                fileSizeLimitBytes: FileBytesMax,
                rollOnFileSizeLimit: true,
                retainedFileCountLimit: FilesMax)
            .CreateLogger();
        builder.Logging.ClearProviders();
        builder.Logging.AddSerilog(logger, dispose: true);
    }
}
