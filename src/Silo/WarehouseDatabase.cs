using System.Data.Common;
using Npgsql;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Schema;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Verbs;

namespace OrderBookSilo.Silo;

/// <summary>
/// The silo's database: the configured one, or a private server in the data directory that stops with the silo.
/// Once open, it answers and its schema is up to date.
/// </summary>
internal sealed class WarehouseDatabase : IAsyncDisposable
{
    /// <summary>
    /// A silo has three pools: one for facts and one for Orleans of this size, and one for questions; a server usually allows 100
    /// connections for all its silos.
    /// </summary>
    private const int PoolSizeMax = 20;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitStep = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource questions;

    private WarehouseDatabase(PrivatePostgres? server, string connectionString)
    {
        Server = server;
        ConnectionString = WithDefaults(connectionString);
        source = NpgsqlDataSource.Create(ConnectionString);
        questions = NpgsqlDataSource.Create(ForQuestions(ConnectionString));
        Postgres = new PostgresDatabase(source, questions, RequestBounds.StatementTimeMax);
    }

    public string ConnectionString { get; }

    /// <summary>The private server; null with a configured database.</summary>
    public PrivatePostgres? Server { get; }

    public PostgresDatabase Postgres { get; }

    /// <summary>The database's comments on its tables, views and functions.</summary>
    public IReadOnlyList<DescribedRelation> Relations { get; private set; } = [];

    /// <summary>
    /// Waits up to a minute for a configured database; throws <see cref="StartFailedException"/> when it does not answer in that time.
    /// </summary>
    /// <param name="check">Runs once the schema is up to date, and again if the database becomes unavailable meanwhile.</param>
    public static async Task<WarehouseDatabase> OpenAsync(SiloSettings settings, TimeProvider time, Func<PostgresDatabase, Task>? check = null)
    {
        var server = settings.WarehouseConnectionString is null ? await StartServerAsync(settings.DataDirectory, time) : null;
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
        await questions.DisposeAsync();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    private static Task<PrivatePostgres> StartServerAsync(string data, TimeProvider time) =>
        PrivatePostgres.StartAsync(new PrivatePostgresOptions(data) { LetsServerIn = DataDirectory.Create(data) }, time, CancellationToken.None);

    private static string WithDefaults(string connectionString)
    {
        var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var complete = new NpgsqlConnectionStringBuilder(connectionString);
        if (!given.ContainsKey("Maximum Pool Size"))
        {
            complete.MaxPoolSize = PoolSizeMax;
        }

        if (!given.ContainsKey("No Reset On Close"))
        {
            // A silo leaves no session state behind, and the reset would cost a transaction for each use of a connection.
            complete.NoResetOnClose = true;
        }

        return complete.ConnectionString;
    }

    // With a name of their own, by which a list of the server's sessions shows them.
    private static string ForQuestions(string connectionString)
    {
        var pulls = new NpgsqlConnectionStringBuilder(connectionString);
        return new NpgsqlConnectionStringBuilder(connectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = Math.Min(pulls.MaxPoolSize, RequestBounds.QuestionConnections),
            ApplicationName = $"{pulls.ApplicationName ?? "orderbook"} questions",
        }.ConnectionString;
    }

    private async Task PrepareAsync(TimeProvider time, Func<PostgresDatabase, Task> check)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                await Postgres.PrepareAsync(time.GetUtcNow(), CancellationToken.None);
                Relations = await RelationCatalogue.ReadAsync(Postgres, CancellationToken.None);
                await check(Postgres);
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
                throw new StartFailedException($"ConnectionStrings:Warehouse: {refusal.Message}.", isPermanent: refusal is SchemaException);
            }
        }
    }

    // While running, a silo waits until the operator has corrected these; at start it refuses.
    private static string? FindRefusal(StoreUnavailableException unavailable) => unavailable.InnerException switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal =>
            $"{refusal.MessageText}; has the owner brought the database up to date (OrderBookSilo.Silo.dll {MigrateOnly.Verb}) and granted deploy/grants.sql?",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName or ['2', '8', ..] } refusal => $"{refusal.Message}.",
        _ => null,
    };
}

/// <summary>The silo cannot start; the message is one sentence with the reason.</summary>
internal sealed class StartFailedException(string sentence, bool isPermanent = false) : Exception(sentence)
{
    /// <summary>Whether no later start can succeed until someone changes something.</summary>
    public bool IsPermanent => isPermanent;
}
