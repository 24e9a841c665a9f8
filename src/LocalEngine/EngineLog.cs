using Microsoft.Extensions.Logging;
using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine;

/// <summary>What the engine logs.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(9001, LogLevel.Error, "{Grain} could not be activated.")]
    public static partial void ActivationFailed(this ILogger log, Exception exception, GrainAddress grain);

    [LoggerMessage(9002, LogLevel.Error, "{Grain} did not deactivate cleanly.")]
    public static partial void DeactivationFailed(this ILogger log, Exception exception, GrainAddress grain);

    [LoggerMessage(9003, LogLevel.Warning, "A timer of {Grain} failed.")]
    public static partial void TimerFailed(this ILogger log, Exception exception, GrainAddress grain);

    [LoggerMessage(9004, LogLevel.Warning, "The reminder '{Reminder}' of {Grain} failed.")]
    public static partial void ReminderFailed(this ILogger log, Exception exception, string reminder, GrainAddress grain);

    [LoggerMessage(9005, LogLevel.Warning, "The reminder '{Reminder}' is for a grain class '{GrainClass}' that does not exist (key '{Key}').")]
    public static partial void ReminderWithoutGrain(this ILogger log, string reminder, string grainClass, string key);

    [LoggerMessage(9006, LogLevel.Warning, "Grains were still running when the time to stop was over.")]
    public static partial void StoppedEarly(this ILogger log);
}
