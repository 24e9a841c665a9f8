using Orleans.Runtime;

namespace OrderBookSilo.Grains.Tests.Engine.Probes;

public sealed class TimerGrain : Grain, ITimerGrain
{
    private readonly Dictionary<string, IGrainTimer> timers = [];

    private Journal Journal => Journal.Of(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Write("activates");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Journal.Write("deactivates");
        Journal.Write(reason.ReasonCode.ToString());
        return Task.CompletedTask;
    }

    public Task StartAsync(TimerOrder order)
    {
        timers[order.Name] = this.RegisterGrainTimer(
            cancel => TickAsync(order, cancel),
            new GrainTimerCreationOptions(order.Due, order.Period) { Interleave = order.Interleave, KeepAlive = order.KeepAlive });
        return Task.CompletedTask;
    }

    public Task ChangeAsync(string name, TimeSpan due, TimeSpan period)
    {
        timers[name].Change(due, period);
        return Task.CompletedTask;
    }

    public Task DisposeAsync(string name)
    {
        timers[name].Dispose();
        return Task.CompletedTask;
    }

    public Task CallAsync()
    {
        Journal.Write("call");
        return Task.CompletedTask;
    }

    public Task PeekAsync() => Task.CompletedTask;

    public Task SleepAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task TickAsync(TimerOrder order, CancellationToken cancel)
    {
        var scheduler = TaskScheduler.Current;
        Journal.Write($"{order.Name} begins");
        await Journal.PassAsync(order.Name);
        await Task.Yield();
        Journal.Write(scheduler == TaskScheduler.Current ? $"{order.Name} ends" : "left its scheduler");
        if (cancel.IsCancellationRequested)
        {
            Journal.Write($"{order.Name} is cancelled");
        }

        if (order.Throws)
        {
            throw new InvalidOperationException("this tick fails");
        }
    }
}
