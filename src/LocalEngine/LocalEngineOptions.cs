using System.Reflection;

namespace OrderBookSilo.LocalEngine;

/// <summary>Settings of the embedded engine; the defaults are Orleans'.</summary>
public sealed class LocalEngineOptions
{
    /// <summary>Key of the <see cref="TimeProvider"/> that reminders use; everything else uses the one without a key.</summary>
    public const string ReminderClock = "Orleans.Reminders";

    /// <summary>Where the grain classes are.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>How long a caller waits for an answer where the method does not say.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a grain may be unused before it is deactivated.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often unused grains are looked for.</summary>
    public TimeSpan CollectionPeriod { get; set; } = TimeSpan.FromMinutes(1);

    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);
}
