using System.Diagnostics;
using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.PostgresServer;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.PostgresServer;

/// <summary>A private PostgreSQL server, from the first start to the last.</summary>
public sealed class PrivatePostgresTests : IAsyncLifetime
{
    private readonly TempDirectory temp = new TempDirectory().OpenToAll();
    private readonly List<PrivatePostgres> started = [];

    public async Task InitializeAsync() => await TestPostgres.GetServerAsync();

    public async Task DisposeAsync()
    {
        foreach (var server in started)
        {
            await server.DisposeAsync();
        }

        temp.Dispose();
    }

    [Fact]
    public async Task It_accepts_connections_only_through_its_socket_and_does_not_run_as_root()
    {
        var server = await StartAsync(isDurable: true);

        Assert.Equal("orderbook|orderbook|", await AskAsync(server, "SELECT current_user || '|' || current_database() || '|' || current_setting('listen_addresses')"));
        Assert.Equal("on", await AskAsync(server, "SHOW fsync"));
        Assert.Equal(temp["run"], new NpgsqlConnectionStringBuilder(server.ConnectionString).Host);
        Assert.False(server.WasAdopted);
        Assert.Null(server.Notice);
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotMatch(@"Uid:\s+0\s", await File.ReadAllTextAsync($"/proc/{server.ProcessId}/status"));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(temp["run"]));
        }
    }

    [Fact]
    public async Task It_stops_within_five_seconds_with_a_busy_session_and_keeps_its_data()
    {
        var first = await StartAsync();
        await AskAsync(first, "CREATE TABLE kept AS SELECT 'still here'::text AS word");
        var busy = AskAsync(first, "SELECT pg_sleep(60)::text");
        await Eventually.GetAsync(
            () => AskAsync(first, "SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND state = 'active' AND pid <> pg_backend_pid()"),
            count => count == "1",
            "the sleeping query");

        var clock = Stopwatch.StartNew();
        await first.DisposeAsync();

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"took {clock.Elapsed}");
        Assert.False(IsRunning(first.ProcessId));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => busy);
        Assert.Equal("still here", await AskAsync(await StartAsync(), "SELECT word FROM kept"));
    }

    [Fact]
    public async Task A_server_left_running_is_adopted_and_then_stopped()
    {
        var orphan = await StartAsync();
        await AskAsync(orphan, "CREATE TABLE kept AS SELECT 1");

        var adopted = await StartAsync();

        Assert.True(adopted.WasAdopted);
        Assert.Equal(orphan.ProcessId, adopted.ProcessId);
        Assert.Equal("1", await AskAsync(adopted, "SELECT count(*)::text FROM kept"));
        await adopted.DisposeAsync();
        Assert.False(IsRunning(orphan.ProcessId));
    }

    [Fact]
    public async Task A_socket_lock_with_the_id_of_an_unrelated_process_does_not_prevent_the_start()
    {
        var first = await StartAsync();
        await first.DisposeAsync();
        var other = await TestPostgres.GetServerAsync();
        Directory.CreateDirectory(temp["run"]);
        await File.WriteAllTextAsync(Path.Combine(temp["run"], ".s.PGSQL.5432.lock"), $"{other.ProcessId}\n{temp["postgres"]}\n1\n5432\n{temp["run"]}\n");

        Assert.Equal("1", await AskAsync(await StartAsync(), "SELECT 1::text"));
    }

    [Fact]
    public async Task A_killed_server_recovers_everything_it_had_committed()
    {
        for (var round = 1; round <= 3; round++)
        {
            var server = await StartAsync();
            Assert.False(server.WasAdopted);
            await AskAsync(server, "CREATE TABLE IF NOT EXISTS kept (round integer)");
            await AskAsync(server, $"INSERT INTO kept VALUES ({round})");
            Assert.Equal($"{round}", await AskAsync(server, "SELECT count(*)::text FROM kept"));
            await RunAsync("kill", "-9", $"{server.ProcessId}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("so that no socket of this directory has a path that is short enough for a socket, which may have about a hundred bytes")]
    public async Task An_ended_server_is_restarted_at_the_same_address(string name)
    {
        var server = await StartAsync(temp[name]);
        var first = server.ProcessId;
        await AskAsync(server, "CREATE TABLE kept AS SELECT 'still here'::text AS word");
        await RunAsync("kill", "-9", $"{first}");
        await Eventually.HoldsAsync(() => !server.IsRunning, "the end of the server");

        await server.StartAgainAsync();

        Assert.True(server.IsRunning);
        Assert.NotEqual(first, server.ProcessId);
        Assert.Equal("still here", await AskAsync(server, "SELECT word FROM kept"));
        await server.DisposeAsync();
        Assert.False(IsRunning(server.ProcessId));
    }

    [Fact]
    public async Task A_killed_servers_remaining_processes_are_waited_for()
    {
        var killed = await StartAsync();
        var slow = await AskAsync(killed, "SELECT pid::text FROM pg_stat_activity WHERE backend_type = 'checkpointer'");
        await RunAsync("kill", "-STOP", slow!);
        await RunAsync("kill", "-9", $"{killed.ProcessId}");

        var next = StartAsync();
        try
        {
            await Eventually.GetAsync(
                () => File.ReadAllTextAsync(temp["postgres.log"]), said => said.Contains("still in use", StringComparison.Ordinal), "the refusal in the log");
        }
        finally
        {
            await RunAsync("kill", "-CONT", slow!);
        }

        Assert.Equal("1", await AskAsync(await next, "SELECT 1::text"));
    }

    [Fact]
    public async Task A_pid_file_whose_id_now_belongs_to_another_process_is_ignored()
    {
        var first = await StartAsync();
        var pidFile = await File.ReadAllTextAsync(temp["postgres/postmaster.pid"]);
        await first.DisposeAsync();
        using var other = Environment.IsPrivilegedProcess
            ? Process.Start("setpriv", ["--reuid=postgres", "--clear-groups", "--", "sleep", "600"])
            : Process.Start("sleep", ["600"]);
        try
        {
            await File.WriteAllTextAsync(temp["postgres/postmaster.pid"], pidFile.Replace($"{first.ProcessId}\n", $"{other.Id}\n", StringComparison.Ordinal));

            var second = await StartAsync();

            Assert.False(second.WasAdopted);
            Assert.NotEqual(other.Id, second.ProcessId);
            Assert.False(other.HasExited);
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public async Task An_interrupted_first_start_is_repeated_from_the_beginning()
    {
        Directory.CreateDirectory(temp["postgres.new-1/base"]);
        await File.WriteAllTextAsync(temp["postgres.new-1/PG_VERSION"], "15\n");

        Assert.Equal("1", await AskAsync(await StartAsync(), "SELECT 1::text"));
        Assert.Empty(Directory.GetDirectories(temp.FullName, "postgres.new*"));
    }

    [Theory]
    [InlineData("with space, comma and 'quote' \"s $HOME")]
    [InlineData("a-name-so-long-that-the-path-of-a-socket-below-it-would-not-fit-into-the-hundred-or-so-bytes-there-are-for-it")]
    public async Task A_directory_with_a_path_unsuitable_for_sockets_gets_its_socket_elsewhere(string name)
    {
        var first = await StartAsync(temp[name]);
        var sockets = new NpgsqlConnectionStringBuilder(first.ConnectionString).Host!;

        Assert.False(sockets.StartsWith(temp.FullName, StringComparison.Ordinal));
        var adopted = await StartAsync(temp[name]);
        Assert.Equal((true, first.ConnectionString), (adopted.WasAdopted, adopted.ConnectionString));
        Assert.Equal("1", await AskAsync(adopted, "SELECT 1::text"));

        await adopted.DisposeAsync();
        Assert.False(Directory.Exists(sockets));
    }

    [Fact]
    public async Task As_root_the_data_is_kept_where_the_servers_user_can_access_it_and_this_is_reported()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Missing.Optional("only root runs the server as another user");
        }

        using var closed = new TempDirectory();
        var first = await StartAsync(closed.FullName);
        Assert.Contains($"cannot enter {closed.FullName}", first.Notice, StringComparison.Ordinal);
        Assert.Contains(temp["fallback"], first.Notice, StringComparison.Ordinal);
        await AskAsync(first, "CREATE TABLE kept AS SELECT 1");
        await first.DisposeAsync();

        var second = await StartAsync(closed.FullName);
        Assert.Equal("1", await AskAsync(second, "SELECT count(*)::text FROM kept"));
        Assert.Equal(first.Notice, second.Notice);
        await second.DisposeAsync();

        // After everything in it was deleted, the same path is a different data directory.
        File.Delete(closed["postgres"]);
        var third = await StartAsync(closed.FullName);
        await Assert.ThrowsAsync<PostgresException>(() => AskAsync(third, "SELECT count(*)::text FROM kept"));
    }

    [Fact]
    public async Task As_root_an_error_reports_existing_data_that_the_servers_user_cannot_access()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Missing.Optional("only root runs the server as another user");
        }

        await (await StartAsync(temp["data"])).DisposeAsync();
        await RunAsync("chmod", "700", temp["data"]);

        var error = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync(temp["data"]));

        Assert.Contains($"cannot enter {temp["data"]}, which contains its data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_binaries_the_error_names_the_command_that_installs_them()
    {
        var options = new PrivatePostgresOptions(temp.FullName) { BinaryDirectories = [temp.FullName] };

        var error = await Assert.ThrowsAsync<PostgresNotInstalledException>(() => PrivatePostgres.StartAsync(options, TimeProvider.System, default));

        Assert.Contains("apt-get install postgresql", error.Message, StringComparison.Ordinal);
        Assert.Contains("15 or newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_a_version_that_is_not_installed_is_left_untouched_and_the_version_reported()
    {
        Directory.CreateDirectory(temp["postgres"]);
        await File.WriteAllTextAsync(temp["postgres/PG_VERSION"], "12\n");

        var error = await Assert.ThrowsAsync<PostgresNotInstalledException>(() => StartAsync());

        Assert.StartsWith("PostgreSQL 12, which created the data, is not installed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_start_is_reported_with_the_last_line_of_its_log()
    {
        await (await StartAsync()).DisposeAsync();
        await File.AppendAllTextAsync(temp["postgres/postgresql.conf"], "no_such_setting = 1\n");

        var error = await Assert.ThrowsAsync<PrivatePostgresException>(() => StartAsync());

        Assert.Contains("exited immediately", error.Message, StringComparison.Ordinal);
        Assert.Contains("postgresql.conf\" contains errors", error.Message, StringComparison.Ordinal);
    }

    private async Task<PrivatePostgres> StartAsync(string? directory = null, bool isDurable = false)
    {
        var options = new PrivatePostgresOptions(directory ?? temp.FullName) { FallbackDirectory = temp["fallback"], IsDurable = isDurable };
        var server = await PrivatePostgres.StartAsync(options, TimeProvider.System, CancellationToken.None);
        started.Add(server);
        return server;
    }

    private static async Task<string?> AskAsync(PrivatePostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync() as string;
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }

    private static bool IsRunning(int processId) => Directory.Exists("/proc/self")
        ? File.Exists($"/proc/{processId}/cwd/PG_VERSION")
        : Process.GetProcesses().Any(process => process.Id == processId);
}
