using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Support;

/// <summary>A PostgreSQL server that one test may stop and start again; where it listens stays the same.</summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private readonly TempDirectory directory;
    private PrivatePostgres server;

    private OwnPostgres(TempDirectory directory, PrivatePostgres server) => (this.directory, this.server) = (directory, server);

    public string ConnectionString => server.ConnectionString;

    /// <summary>A running server with an empty database; ends the test when PostgreSQL is not installed.</summary>
    public static async Task<OwnPostgres> StartAsync()
    {
        await TestPostgres.GetServerAsync();
        var directory = new TempDirectory().OpenToAll();
        var server = await LaunchAsync(directory);
        TestPostgres.CleanUpAfter(directory);
        return new OwnPostgres(directory, server);
    }

    public ValueTask StopAsync() => server.DisposeAsync();

    public async Task StartAgainAsync() => server = await LaunchAsync(directory);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        directory.Dispose();
    }

    private static Task<PrivatePostgres> LaunchAsync(TempDirectory directory) =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions(directory.FullName) { IsDurable = false }, TimeProvider.System, CancellationToken.None);
}
