using OrderBookSilo.LocalEngine.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Timers whose ticks are turns of the grain and end with its activation.</summary>
public static class GrainTimerExtensions
{
    public static IGrainTimer RegisterGrainTimer(
        this Grain grain, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options) =>
        new GrainTimer(grain.Activation, callback, options);

    public static IGrainTimer RegisterGrainTimer(this Grain grain, Func<Task> callback, GrainTimerCreationOptions options) =>
        new GrainTimer(grain.Activation, _ => callback(), options);

    public static IGrainTimer RegisterGrainTimer(
        this Grain grain, Func<CancellationToken, Task> callback, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));

    public static IGrainTimer RegisterGrainTimer(this Grain grain, Func<Task> callback, TimeSpan dueTime, TimeSpan period) =>
        grain.RegisterGrainTimer(callback, new GrainTimerCreationOptions(dueTime, period));
}
