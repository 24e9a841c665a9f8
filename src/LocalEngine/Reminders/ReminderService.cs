using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using OrderBookSilo.LocalEngine.Activations;
using OrderBookSilo.LocalEngine.Calls;
using OrderBookSilo.LocalEngine.State;
using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Reminders;

/// <summary>Keeps the stored reminders ticking while the process runs; a tick is a call to the grain, a failed one is logged.</summary>
internal sealed class ReminderService(
    GrainEngine engine, LocalStore store, [FromKeyedServices(LocalEngineOptions.ReminderClock)] TimeProvider time)
{
    private static readonly GrainMethod Receive = GrainMethod.Of(typeof(IRemindable).GetMethod(nameof(IRemindable.ReceiveReminder))!);

    private readonly ConcurrentDictionary<(GrainAddress Grain, string Name), ReminderSchedule> schedules = new();

    public async Task StartAsync(CancellationToken cancel)
    {
        foreach (var reminder in await store.ReadRemindersAsync(cancel))
        {
            if (engine.Classes.ByName(reminder.GrainClass) is { } grainClass)
            {
                Schedule(new(grainClass, reminder.GrainKey), reminder);
            }
            else
            {
                engine.Log.ReminderWithoutGrain(reminder.Name, reminder.GrainClass, reminder.GrainKey);
            }
        }
    }

    public void Stop()
    {
        foreach (var schedule in schedules.Values)
        {
            schedule.Dispose();
        }
    }

    public async Task<IGrainReminder> RegisterAsync(GrainAddress grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(period, engine.Options.MinimumReminderPeriod);
        var reminder = new StoredReminder(grain.Class.Name, grain.Key, name, time.GetUtcNow().UtcDateTime + dueTime, period);
        await store.WriteReminderAsync(reminder);
        Schedule(grain, reminder);
        return reminder;
    }

    public IGrainReminder? Find(GrainAddress grain, string name) => schedules.GetValueOrDefault((grain, name))?.Reminder;

    public async Task UnregisterAsync(GrainAddress grain, string name)
    {
        await store.DeleteReminderAsync(grain.Class.Name, grain.Key, name);
        if (schedules.TryRemove((grain, name), out var schedule))
        {
            schedule.Dispose();
        }
    }

    private void Schedule(GrainAddress grain, StoredReminder reminder)
    {
        schedules.GetValueOrDefault((grain, reminder.Name))?.Dispose();
        schedules[(grain, reminder.Name)] = new(reminder, time, (tick, now) => DeliverAsync(grain, tick, now));
    }

    private async Task DeliverAsync(GrainAddress grain, StoredReminder reminder, DateTime now)
    {
        try
        {
            await (Task)Receive.Call(engine, grain, [reminder.Name, new TickStatus(reminder.FirstTick, reminder.Period, now)]);
        }
        catch (Exception exception)
        {
            engine.Log.ReminderFailed(exception, reminder.Name, grain);
        }
    }
}
