using System.Diagnostics;
using System.Text.RegularExpressions;

namespace OrderBookSilo.EndToEnd.Tests.Telemetry;

/// <summary>The alert rules of <c>deploy</c>: each is valid, tested and explained.</summary>
public sealed partial class AlertTests
{
    private static string[] Alerts => [.. Alert().Matches(Deployed.Alerts).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Every_rule_fires_for_its_cause_and_none_for_a_healthy_cluster()
    {
        using var promtool = Process.Start(new ProcessStartInfo(Deployed.Program("promtool"), ["test", "rules", Deployed.PathOf("alerts.test.yml")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        Assert.True(promtool.ExitCode == 0, said);
    }

    [Fact]
    public void Every_alert_has_its_test_that_it_fires_and_that_it_is_silent()
    {
        var tests = Deployed.Read("alerts.test.yml");

        Assert.NotEmpty(Alerts);
        Assert.Equal(Alerts, Fires().Matches(tests).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
        Assert.Equal(Alerts, Silent().Matches(tests).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_alert_has_its_entry_in_the_runbook_and_every_entry_its_alert()
    {
        var section = Section().Match(Deployed.Read("RUNBOOK.md")).Value;
        var entries = Entry().Matches(section).SelectMany(row => Name().Matches(row.Groups[1].Value)).Select(match => match.Groups[1].Value);

        Assert.Equal(Alerts, entries.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^ +- alert: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Alert();

    [GeneratedRegex(@"^ +alertname: (\w+)\n +exp_alerts:\n +- exp_labels", RegexOptions.Multiline)]
    private static partial Regex Fires();

    [GeneratedRegex(@"alertname: (\w+), exp_alerts: \[\]")]
    private static partial Regex Silent();

    [GeneratedRegex(@"^## What to alert on\n(?:(?!^## )[\s\S])*", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| (`\w+`[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();
}
