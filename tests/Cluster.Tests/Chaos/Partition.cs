using System.Diagnostics;
using OrderBookSilo.Support;

namespace OrderBookSilo.Cluster.Tests.Chaos;

/// <summary>Drops every packet that one silo sends to another, by the kernel's packet filter; nothing else on the machine is affected.</summary>
internal static class Partition
{
    private const string Table = "orderbook_chaos";

    /// <summary>Ends the test where the packet filter cannot be used.</summary>
    public static async Task RequireAsync()
    {
        if (await RunAsync($"add table inet {Table}") is { } problem)
        {
            Missing.Optional($"no packet filter (nftables as root): {problem}");
        }

        await EndAsync();
    }

    /// <summary>Cuts one silo off; the database and the exchanges stay in reach of all.</summary>
    public static async Task BeginAsync(ChaosSilo alone, IEnumerable<ChaosSilo> others)
    {
        var ports = string.Join(", ", others.Select(other => other.Port));
        Assert.Null(await RunAsync($$"""
            add table inet {{Table}}
            add chain inet {{Table}} out { type filter hook output priority 0; }
            add rule inet {{Table}} out meta skgid {{alone.Group}} tcp dport { {{ports}} } drop
            add rule inet {{Table}} out meta skgid {{alone.Group}} tcp sport {{alone.Port}} drop
            """));
    }

    public static Task EndAsync() => RunAsync($"delete table inet {Table}");

    /// <summary>Null when it was done, otherwise why not.</summary>
    private static async Task<string?> RunAsync(string rules)
    {
        try
        {
            using var nft = Process.Start(new ProcessStartInfo("nft", ["-f", "-"]) { RedirectStandardInput = true, RedirectStandardError = true })!;
            await nft.StandardInput.WriteAsync(rules);
            nft.StandardInput.Close();
            var problem = await nft.StandardError.ReadToEndAsync();
            await nft.WaitForExitAsync();
            return nft.ExitCode == 0 ? null : problem;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return missing.Message;
        }
    }
}
