using System.Globalization;
using OrderBookSilo.Silo.Settings;
using Serilog;
using Serilog.Configuration;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace OrderBookSilo.Silo.Observability;

/// <summary>Logs to stderr for people and to a rolling JSON file in the data directory for machines.</summary>
internal static class Logging
{
    private const long FileBytesMax = 64 * 1024 * 1024;
    private const int FilesMax = 14;
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private static readonly JsonFormatter Json = new(renderMessage: true, formatProvider: CultureInfo.InvariantCulture);

    public static void AddLogs(this WebApplicationBuilder builder, SiloSettings settings) =>
        builder.Services.AddSerilog(
            logs => logs
                .MinimumLevel.Information()
                .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
                .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
                .MinimumLevel.Override("Polly", LogEventLevel.Warning)

                // These are false alarms at every start: the type of garbage collector, and a first health check that is long overdue.
                .MinimumLevel.Override("Orleans.Runtime.Silo", LogEventLevel.Error)
                .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
                .MinimumLevel.Override("System.Net.Http", LogEventLevel.Warning)
                .ReadFrom.Configuration(builder.Configuration)
                .Enrich.FromLogContext()
                .WriteTo.StandardError(settings.ConsoleLog)
                .WriteTo.File(
                    Json,
                    Path.Combine(settings.DataDirectory, "logs", "silo-.json"),
                    rollingInterval: RollingInterval.Day,
                    fileSizeLimitBytes: FileBytesMax,
                    rollOnFileSizeLimit: true,
                    retainedFileCountLimit: FilesMax),
            preserveStaticLogger: true);

    private static LoggerConfiguration StandardError(this LoggerSinkConfiguration sinks, ConsoleLog format) => format == ConsoleLog.Json
        ? sinks.Console(Json, standardErrorFromLevel: LogEventLevel.Verbose)
        : sinks.Console(outputTemplate: Line, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
}
