using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using OrderBookSilo.Cluster.Tests.Processes;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.Cluster.Tests.Client;

/// <summary>The console as a client of a cluster with real silos.</summary>
public sealed partial class ClusterClientTests
{
    private const string Market = "coinbase:T0001-USD";
    private static readonly TimeSpan GiveUpTimeMax = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan TakeOverTimeMax = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Every_live_question_is_answered_as_over_http_byte_for_byte()
    {
        await using var cluster = await StartAsync(silos: 2);
        string[][] questions =
        [
            ["markets"], ["markets", "--venue", "coinbase", "--asset", "t0001"], ["book", Market], ["book", Market, "--depth", "3"],
            ["cost", Market, "buy", "10k"], ["cost", Market, "sell", "1", "--unit", "base", "--fees", "none"], ["metrics", Market],
            ["curve", Market, "sell"], ["curve", "T0001", "buy"], ["pair", "T0001/USD"], ["best", "buy", "T0001", "10k"],
            ["best", "sell", "T0001", "5", "--unit", "base", "--currency", "usdt"], ["add", Market], ["remove", "coinbase:T0002-USD"],
        ];
        string[][] refused =
        [
            ["book", "coinbase:BTC/USD"], ["book", "nowhere:X"], ["book", Market, "--depth", "2000000"], ["cost", Market, "buy", "10k", "--fees", "vip"],
            ["cost", Market, "buy", "1000000000000001"], ["cost", Market, "buy", "1", "--max-age", "90000"], ["metrics", "coinbase:T000-USD"],
            ["add", "coinbase:BTC-USDX"], ["pull", "coinbase:T0002-USD"], ["pair", "T0001/USDX"], ["best", "buy", "T000X", "10k"],
            ["best", "buy", "T0001", "10k", "--currency", "a b"], ["curve", "T0001", "buy", "--currency", "xyz"],
        ];

        foreach (var question in questions.Concat(refused))
        {
            var overHttp = await ConsoleRun.AskAsync(cluster.Silos[0].Url, [.. question, "--json"]);
            var overGateway = await AskAsync(cluster.ConnectionString, [.. question, "--json"]);

            Assert.Equal((overHttp.ExitCode, overHttp.Errors, Timeless(overHttp)), (overGateway.ExitCode, overGateway.Errors, Timeless(overGateway)));
            Assert.Equal(refused.Contains(question) ? 1 : 0, overGateway.ExitCode);
            Assert.NotEmpty(overGateway.Output);
        }

        var shown = await AskAsync(cluster.ConnectionString, "book", Market);
        Assert.Equal((await ConsoleRun.AskAsync(cluster.Silos[0].Url, "book", Market)).Lines[1..], shown.Lines[1..]);
    }

    [Theory]
    [InlineData("history", Market)]
    [InlineData("venues")]
    [InlineData("audit")]
    [InlineData("replay", "list")]
    [InlineData("archive", "stats")]
    [InlineData("describe")]
    public async Task A_command_that_works_over_http_only_is_refused_with_a_message(params string[] question)
    {
        var run = await AskAsync("Host=127.0.0.1", question);

        Assert.Equal((2, "This command works over HTTP only; name one silo with --url instead of --cluster.\n"), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task Questions_are_answered_while_one_silo_of_three_is_killed()
    {
        await using var cluster = await StartAsync(silos: 3);
        string[][] questions = [["markets"], ["pair", "T0001/USD"], ["best", "buy", "T0001", "10k"]];

        // The silo that keeps the list of markets is the one that is missed most.
        var lost = cluster.Silos.Single(silo => silo.Log.Contains("active markets, 0 still to be started", StringComparison.Ordinal));
        var living = cluster.Silos.First(silo => silo != lost);
        await living.GetAsync("/api/markets");
        await lost.KillAsync();
        var listed = await living.Http.GetAsync("/api/markets");
        for (var i = 0; i < 4; i++)
        {
            foreach (var question in questions)
            {
                var answered = await AskAsync(cluster.ConnectionString, question);
                AssertAnswered(answered);
            }
        }

        Assert.Equal(HttpStatusCode.OK, listed.StatusCode);
        Assert.NotNull(listed.Headers.Age);

        // The markets of the lost silo start elsewhere, and then every market answers again.
        foreach (var market in new[] { Market, "coinbase:T0002-USD" })
        {
            await AnswersAsync(cluster, market);
        }
    }

    [Fact]
    public async Task A_market_is_added_pulled_and_removed_through_a_gateway()
    {
        await using var cluster = await StartAsync(silos: 1);

        var added = await AskAsync(cluster.ConnectionString, "add", "coinbase:SOL-USD");
        var pulled = await AskAsync(cluster.ConnectionString, "pull", "coinbase:SOL-USD");
        var removed = await AskAsync(cluster.ConnectionString, "remove", "coinbase:SOL-USD");
        var refused = await AskAsync(cluster.ConnectionString, "pull", "coinbase:SOL-USD");

        Assert.All([added, pulled, removed], run => Assert.Equal((0, ""), (run.ExitCode, run.Errors)));
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("is stopped", refused.Errors, StringComparison.Ordinal);
        var market = await cluster.Silos[0].GetAsync("/api/markets/coinbase/SOL-USD");
        Assert.False(market.GetProperty("active").GetBoolean());
        var changes = (await cluster.Silos[0].GetAsync("/api/audit/log")).EnumerateArray().Where(entry => entry.GetProperty("subject").GetString() == "coinbase:SOL-USD");
        Assert.Equal(
            ["gateway pullMarket refused", "gateway removeMarket done", "gateway pullMarket done", "gateway addMarket done"],
            changes.Select(entry => $"{entry.GetProperty("caller")} {entry.GetProperty("action")} {entry.GetProperty("outcome")}"));
    }

    [Fact]
    public async Task A_watch_through_a_gateway_runs_until_it_is_interrupted()
    {
        await using var cluster = await StartAsync(silos: 1);
        using var watch = ConsoleRun.Start(new() { ["ORDERBOOK_CLUSTER"] = cluster.ConnectionString }, "book", Market, "--watch", "--cluster");

        var first = await watch.StandardOutput.ReadLineAsync();
        var second = await watch.StandardOutput.ReadLineAsync();
        using var interrupt = Process.Start("kill", ["-INT", $"{watch.Id}"]);
        var rest = await ConsoleRun.EndAsync(watch);

        Assert.All([first, second], line => Assert.Contains(Market, line, StringComparison.Ordinal));
        Assert.Equal((0, ""), (rest.ExitCode, rest.Errors));
    }

    [Fact]
    public async Task A_dead_silo_is_skipped_and_without_any_silo_the_client_gives_up()
    {
        await using var cluster = await StartAsync(silos: 2);

        await cluster.Silos[1].KillAsync();
        for (var i = 0; i < 6; i++)
        {
            AssertAnswered(await AskAsync(cluster.ConnectionString, "markets"));
        }

        await cluster.Silos[0].FreezeAsync();
        await GivesUpAsync(cluster, "No gateway of the cluster 'orderbook' answered within 15 s.\n");
        await cluster.Silos[0].KillAsync();
        await GivesUpAsync(cluster, "The cluster 'orderbook' has no running silo.\n");
    }

    [Fact]
    public async Task A_cluster_without_silos_gives_a_one_sentence_error()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var empty = await TestDatabase.CreateAsync(isEmpty: true);

        var nobody = await AskAsync(database.ConnectionString, "markets");
        var other = await ConsoleRun.RunAsync(
            new() { ["ORDERBOOK_CLUSTER"] = database.ConnectionString, ["ORDERBOOK_CLUSTER_ID"] = "other" }, "--cluster", "markets");
        var nothing = await AskAsync(empty.ConnectionString, "markets");

        Assert.Equal((3, "The cluster 'orderbook' has no running silo.\n"), (nobody.ExitCode, nobody.Errors));
        Assert.Equal((3, "The cluster 'other' has no running silo.\n"), (other.ExitCode, other.Errors));
        Assert.Equal((3, "The database that ORDERBOOK_CLUSTER names has no cluster.\n"), (nothing.ExitCode, nothing.Errors));
    }

    [Fact]
    public async Task A_database_that_accepts_the_connection_but_never_answers_times_out()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = Stopwatch.StartNew();

        var run = await AskAsync($"Host=127.0.0.1;Port={((IPEndPoint)silent.LocalEndpoint).Port};Username=orderbook", "markets");

        Assert.Equal((3, "The database that ORDERBOOK_CLUSTER names does not answer.\n"), (run.ExitCode, run.Errors));
        Assert.True(clock.Elapsed < GiveUpTimeMax, $"it took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=orderbook;Password=hidden")]
    [InlineData("Host=192.0.2.1;Username=orderbook;Password=hidden")]
    [InlineData("Host=no-such-host.invalid;Username=orderbook;Password=hidden")]
    public async Task A_database_that_does_not_answer_times_out_without_showing_its_password(string connectionString)
    {
        using var directory = new TempDirectory();
        await File.WriteAllTextAsync(directory["connection"], $"{connectionString}\n");
        var clock = Stopwatch.StartNew();

        var run = await ConsoleRun.RunAsync(new() { ["ORDERBOOK_CLUSTER"] = null }, "markets", "--cluster-file", directory["connection"]);

        Assert.Equal((3, 0), (run.ExitCode, run.Output.Length));
        Assert.Single(run.Errors.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("hidden", run.Errors, StringComparison.Ordinal);
        Assert.True(clock.Elapsed < GiveUpTimeMax, $"it took {clock.Elapsed}");
    }

    // While the silo that keeps the list of markets is missed, the others answer from their own, and say so.
    private static void AssertAnswered(ConsoleRun answered)
    {
        Assert.True(answered.ExitCode == 0, $"{answered.ExitCode} {answered.Errors}");
        Assert.True(answered.Errors.Length == 0 || AgeOfList().IsMatch(answered.Errors), answered.Errors);
    }

    private static async Task AnswersAsync(SiloCluster cluster, string market)
    {
        var clock = Stopwatch.StartNew();
        while ((await AskAsync(cluster.ConnectionString, "book", market)).ExitCode != 0)
        {
            Assert.True(clock.Elapsed < TakeOverTimeMax, $"{market} did not answer within {TakeOverTimeMax}");
        }
    }

    // With slots of an hour, the books stay the same between questions.
    private static Task<SiloCluster> StartAsync(int silos) => SiloCluster.StartAsync(silos, marketCount: 4, slot: "1h");

    private static Task<ConsoleRun> AskAsync(string connectionString, params string[] args) =>
        ConsoleRun.RunAsync(new() { ["ORDERBOOK_CLUSTER"] = connectionString }, ["--cluster", .. args]);

    private static async Task GivesUpAsync(SiloCluster cluster, string complaint)
    {
        var clock = Stopwatch.StartNew();
        var unanswered = await AskAsync(cluster.ConnectionString, "markets", "--json");

        Assert.Equal((3, 0, complaint), (unanswered.ExitCode, unanswered.Output.Length, unanswered.Errors));
        Assert.True(clock.Elapsed < GiveUpTimeMax, $"it took {clock.Elapsed}");
    }

    // Ages grow between two questions, and a request over HTTP has its own trace id.
    private static string Timeless(ConsoleRun run) => OfTheQuestion().Replace(run.Text, "");

    [GeneratedRegex(@"^The list of markets is \d+ s old: the silo that keeps it does not answer\.\n$")]
    private static partial Regex AgeOfList();

    [GeneratedRegex(@"(?<=""ageSeconds"":)[0-9.]+|,""traceId"":""[^""]+""")]
    private static partial Regex OfTheQuestion();
}
