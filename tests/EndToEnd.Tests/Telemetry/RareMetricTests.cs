using System.Diagnostics.Metrics;
using System.Reflection;
using Orleans.Runtime;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>Metrics of Orleans that a healthy silo does not show, because they appear with a rare event.</summary>
public sealed class RareMetricTests
{
    /// <summary>The rare metrics that alerts and the runbook name.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        "orleans_app_requests_timedout_total", "orleans_watchdog_health_checks_failed_total", "orleans_reminders_tardiness_seconds_bucket",
        "orleans_scheduler_long_running_turns_total",
    ];

    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly[] Assemblies =
        [typeof(OrleansInstruments).Assembly, Assembly.Load("Orleans.Runtime"), Assembly.Load("Orleans.Reminders")];

    [Fact]
    public async Task Prometheus_receives_them_under_these_names()
    {
        await using var host = await MetricsHost.StartAsync();
        CreateInstruments(host.Meters).ForEach(RecordOne);

        var text = await host.ScrapeAsync();

        Assert.All(Names, name => Assert.Contains($"\n{name}{{", text, StringComparison.Ordinal));
    }

    // Orleans declares them in internal classes, each created from the public one.
    private static List<Instrument> CreateInstruments(IMeterFactory meters)
    {
        var created = new List<Instrument>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter is { Name: "Microsoft.Orleans" } meter && meter.Scope == meters)
            {
                created.Add(instrument);
            }
        };
        listener.Start();
        var shared = new OrleansInstruments(meters);
        foreach (var constructor in Assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetConstructors(AnyInstance)))
        {
            if (constructor.GetParameters() is [{ } only] && only.ParameterType == typeof(OrleansInstruments))
            {
                constructor.Invoke([shared]);
            }
        }

        return created;
    }

    private static void RecordOne(Instrument instrument)
    {
        switch (instrument)
        {
            case Counter<int> counter:
                counter.Add(1);
                break;
            case Counter<long> counter:
                counter.Add(1);
                break;
            case Histogram<double> histogram:
                histogram.Record(1);
                break;
        }
    }
}
