using Orleans.Runtime;

namespace Orleans;

/// <summary>A grain that can be reminded.</summary>
public interface IRemindable : IGrain
{
    /// <summary>One tick. It may be late, doubled, or stand for several that were missed.</summary>
    Task ReceiveReminder(string reminderName, TickStatus status);
}
