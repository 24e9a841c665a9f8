using System.Diagnostics;
using System.Globalization;
using OrderBookSilo.Cluster.Tests.Processes;
using OrderBookSilo.Support.Faults;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Chaos;

/// <summary>One silo of the cluster through all its processes: with its own clock, and its own group, by which its packets are known.</summary>
internal sealed class ChaosSilo(SiloCluster cluster, int index) : IDisposable
{
    private const int FirstGroup = 61_001;
    private SiloProcess? process;
    private volatile bool isDown = true;

    public MovedClock Clock { get; } = new();

    public int Group => FirstGroup + index;

    public int Port => int.Parse(File.ReadAllText(Path.Combine(cluster.Data, $"silo-{index}", "silo-port")), CultureInfo.InvariantCulture);

    public SiloProcess Process => process ?? throw new InvalidOperationException("the silo was never started");

    /// <summary>How often it ended by itself, as a silo does that learns that the others declared it dead.</summary>
    public int EndedByItself { get; private set; }

    public async Task StartAsync()
    {
        process = await cluster.StartAgainAsync(index, Clock, Group);
        isDown = false;
    }

    public Task KillAsync()
    {
        isDown = true;
        return cluster.KillAsync(Process);
    }

    public Task PauseAsync() => SignalAsync("-STOP");

    public Task ResumeAsync() => SignalAsync("-CONT");

    /// <summary>Starts it again when it has ended by itself, as systemd does.</summary>
    public async Task KeepRunningAsync()
    {
        if (!isDown && Process.HasExited)
        {
            EndedByItself++;
            await KillAsync();
            await StartAsync();
        }
    }

    public void Dispose() => Clock.Dispose();

    private async Task SignalAsync(string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [signal, $"{Process.Id}"]);
        await kill.WaitForExitAsync();
    }
}
