using System.Data.Common;
using Npgsql;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Schema;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Verbs;

namespace OrderBookSilo.Silo;

/// <summary>
/// The silo's database: the configured one, or a private server below the data directory that is stopped with the silo.
/// Open means that it answers and that its schema is up to date.
/// </summary>
internal sealed class WarehouseDatabase : IAsyncDisposable
{
    /// <summary>A silo has two pools, one for facts and one for Orleans, and a server mostly takes 100 connections of all its silos.</summary>
    private const int PoolSizeMax = 20;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitStep = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource source;

    private WarehouseDatabase(PrivatePostgres? server, string connectionString)
    {
        Server = server;
        ConnectionString = WithBoundedPool(connectionString);
        source = NpgsqlDataSource.Create(ConnectionString);
        Warehouse = new Warehouse(source);
    }

    public string ConnectionString { get; }

    /// <summary>The private server; null with a configured database.</summary>
    public PrivatePostgres? Server { get; }

    public Warehouse Warehouse { get; }

    /// <summary>What the database says about its tables, views and functions.</summary>
    public IReadOnlyList<DescribedRelation> Relations { get; private set; } = [];

    /// <summary>Waits up to a minute for a configured database; throws <see cref="StartFailedException"/> when it is not there by then.</summary>
    /// <param name="check">What the start asks of it before it goes on; asked again when the database goes away meanwhile.</param>
    public static async Task<WarehouseDatabase> OpenAsync(SiloSettings settings, TimeProvider time, Func<Warehouse, Task>? check = null)
    {
        var server = settings.WarehouseConnectionString is null
            ? await PrivatePostgres.StartAsync(new PrivatePostgresOptions(settings.DataDirectory), time, CancellationToken.None)
            : null;
        if (server?.Notice is { } notice)
        {
            await Console.Error.WriteLineAsync(notice);
        }

        var database = new WarehouseDatabase(server, server?.ConnectionString ?? settings.WarehouseConnectionString!);
        try
        {
            await database.PrepareAsync(time, check ?? (_ => Task.CompletedTask));
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    private static string WithBoundedPool(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return given.ContainsKey("Maximum Pool Size")
            ? connectionString
            : new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = PoolSizeMax }.ConnectionString;
    }

    private async Task PrepareAsync(TimeProvider time, Func<Warehouse, Task> check)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Warehouse.PrepareAsync(time.GetUtcNow(), CancellationToken.None);
                Relations = await Warehouse.ReadRelationsAsync(CancellationToken.None);
                await check(Warehouse);
                return;
            }
            catch (StoreUnavailableException unavailable) when (FindRefusal(unavailable) is { } refusal)
            {
                throw new StartFailedException($"ConnectionStrings:Warehouse: {refusal}");
            }
            catch (StoreUnavailableException unavailable)
            {
                if (time.GetElapsedTime(started) >= WaitMax)
                {
                    throw new StartFailedException(
                        $"ConnectionStrings:Warehouse: the database did not answer for {WaitMax.TotalSeconds:0} s ({unavailable.InnerException?.Message}).");
                }

                await Task.Delay(WaitStep, time);
            }
            catch (Exception refusal) when (refusal is PostgresException or SchemaException)
            {
                throw new StartFailedException($"ConnectionStrings:Warehouse: {refusal.Message}.");
            }
        }
    }

    // What a silo at work waits for an operator to mend is better told at its start.
    private static string? FindRefusal(StoreUnavailableException unavailable) => unavailable.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal =>
            $"{refusal.MessageText}; has the owner brought the database up to date (OrderBookSilo.Silo.dll {MigrateOnly.Verb}) and granted deploy/grants.sql?",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or ['2', '8', ..] } refusal => $"{refusal.Message}.",
        _ => null,
    };
}

/// <summary>The start cannot succeed, for a reason told in one sentence.</summary>
internal sealed class StartFailedException(string sentence) : Exception(sentence);
