using Orleans.Runtime;

namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

public sealed class ReminderGrain : Grain, IReminderGrain, IRemindable
{
    private Ticked? last;

    private Journal Journal => Journal.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write("activates");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write("deactivates");
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        last = new(status.FirstTickTime, status.Period, status.CurrentTickTime);
        Journal.Write($"tick {reminderName}");
        return reminderName == "fails" ? throw new InvalidOperationException("this tick fails") : Task.CompletedTask;
    }

    public Task RemindAsync(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task<bool> ForgetAsync(string name)
    {
        var reminder = await this.GetReminder(name);
        if (reminder is null)
        {
            return false;
        }

        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<bool> KnowsAsync(string name) => (await this.GetReminder(name))?.ReminderName == name;

    public Task<Ticked?> GetLastTickAsync() => Task.FromResult(last);

    public Task SleepAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
