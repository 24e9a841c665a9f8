using System.Diagnostics;
using OrderBookSilo.Io.PostgresServer;

namespace OrderBookSilo.Support;

/// <summary>A PostgreSQL server that one test may stop and start again; its address stays the same.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private readonly TempDirectory directory;
    private readonly bool isDurable;
    private readonly SmallDisk? disk;
    private PrivatePostgres server;

    private OwnPostgres(TempDirectory directory, bool isDurable, PrivatePostgres server, SmallDisk? disk) =>
        (this.directory, this.isDurable, this.server, this.disk) = (directory, isDurable, server, disk);

    public string ConnectionString => server.ConnectionString;

    /// <summary>A running server with an empty database; ends the test when PostgreSQL is not installed.</summary>
    /// <param name="isDurable">Runs the server durably, for tests that kill it and expect committed data to survive.</param>
    /// <param name="diskKibibytes">Gives it a disk of this size, which can be filled; requires root.</param>
    public static async Task<OwnPostgres> StartAsync(bool isDurable = false, int? diskKibibytes = null)
    {
        await TestPostgres.GetServerAsync();
        var directory = new TempDirectory().OpenToAll();
        var disk = diskKibibytes is { } size ? SmallDisk.Mount(directory.FullName, size) : null;
        var server = await LaunchAsync(directory, isDurable);
        TestPostgres.CleanUpAfter(directory);
        return new OwnPostgres(directory, isDurable, server, disk);
    }

    /// <summary>Its own disk.</summary>
    public SmallDisk Disk => disk ?? throw new InvalidOperationException("this server has no disk of its own");

    public ValueTask StopAsync() => server.DisposeAsync();

    /// <summary>Ends the server like <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        using var postmaster = Process.GetProcessById(server.ProcessId);
        postmaster.Kill();
        await postmaster.WaitForExitAsync();
    }

    public async Task StartAgainAsync() => server = await LaunchAsync(directory, isDurable);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        disk?.Dispose();
        directory.Dispose();
    }

    private static Task<PrivatePostgres> LaunchAsync(TempDirectory directory, bool isDurable) =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions(directory.FullName) { IsDurable = isDurable }, TimeProvider.System, CancellationToken.None);
}
