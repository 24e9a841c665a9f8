using System.Diagnostics;
using OrderBookSilo.Io.PostgresServer;

namespace OrderBookSilo.Support;

/// <summary>A PostgreSQL server that one test may stop and start again; its address stays the same.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private readonly TempDirectory directory;
    private readonly bool isDurable;
    private PrivatePostgres server;

    private OwnPostgres(TempDirectory directory, bool isDurable, PrivatePostgres server) =>
        (this.directory, this.isDurable, this.server) = (directory, isDurable, server);

    public string ConnectionString => server.ConnectionString;

    /// <summary>A running server with an empty database; ends the test when PostgreSQL is not installed.</summary>
    /// <param name="isDurable">Runs the server durably, for tests that kill it and expect committed data to survive.</param>
    public static async Task<OwnPostgres> StartAsync(bool isDurable = false)
    {
        await TestPostgres.GetServerAsync();
        var directory = new TempDirectory().OpenToAll();
        var server = await LaunchAsync(directory, isDurable);
        TestPostgres.CleanUpAfter(directory);
        return new OwnPostgres(directory, isDurable, server);
    }

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
        directory.Dispose();
    }

    private static Task<PrivatePostgres> LaunchAsync(TempDirectory directory, bool isDurable) =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions(directory.FullName) { IsDurable = isDurable }, TimeProvider.System, CancellationToken.None);
}
