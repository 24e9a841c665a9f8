using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine.Reminders;
using Orleans.Runtime;

namespace Orleans;

/// <summary>Reminders: stored with the grain's key, so that they outlive activations and restarts.</summary>
public static class GrainReminderExtensions
{
    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        grain is IRemindable
            ? Reminders(grain).RegisterAsync(grain.Activation.Address, reminderName, dueTime, period)
            : throw new InvalidOperationException($"{grain.GetType().Name} is not {nameof(IRemindable)}.");

    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) =>
        Task.FromResult(Reminders(grain).Find(grain.Activation.Address, reminderName));

    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) =>
        Reminders(grain).UnregisterAsync(grain.Activation.Address, reminder.ReminderName);

    private static ReminderService Reminders(Grain grain) => grain.Activation.Engine.Services.GetRequiredService<ReminderService>();
}
