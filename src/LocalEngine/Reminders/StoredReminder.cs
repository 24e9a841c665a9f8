using Orleans.Runtime;

namespace OrderBookSilo.LocalEngine.Reminders;

/// <summary>A reminder as it is stored: it ticks at its first time, UTC, and whole periods after it.</summary>
internal sealed record StoredReminder(string GrainClass, string GrainKey, string Name, DateTime FirstTick, TimeSpan Period) : IGrainReminder
{
    string IGrainReminder.ReminderName => Name;

    /// <summary>The first scheduled time that is not before this one; what was missed is not made up for.</summary>
    public DateTime NextTick(DateTime notBefore)
    {
        if (notBefore <= FirstTick)
        {
            return FirstTick;
        }

        var sinceLastTick = (notBefore - FirstTick).Ticks % Period.Ticks;
        return sinceLastTick == 0 ? notBefore : notBefore.AddTicks(Period.Ticks - sinceLastTick);
    }
}
