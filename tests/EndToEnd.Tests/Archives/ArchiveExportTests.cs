using System.Globalization;
using System.Net;
using OrderBookSilo.EndToEnd.Tests.Silos;
using OrderBookSilo.Support;
using OrderBookSilo.Support.Processes;

namespace OrderBookSilo.EndToEnd.Tests.Archives;

public sealed class ArchiveExportTests(RunningSilo silo) : IClassFixture<RunningSilo>, IDisposable
{
    private readonly TempDirectory target = new();

    public void Dispose() => target.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public async Task Files_hold_every_level_of_every_book_exactly(string format)
    {
        const string imported = "venue=coinbase/product=LTC-USD/date=2023-03-20";
        using var dumps = new Dumps()
            .With("2023-03-20/coinbase/LTC-USD/b.json", Dumps.Orders("2023-03-20T14:20:03Z", ("27951", "1")))
            .With("2023-03-20/coinbase/LTC-USD/a.json", Dumps.Orders("2023-03-20T14:00:03.912345Z", ("27950", "1"), ("27949.99", "3"), ("27950.00", "0.50000001")))
            .With("2023-03-20/coinbase/LTC-USD/c.json", Dumps.Orders("2023-03-20T23:59:59.999999Z", ("27952", "100000000")));
        Assert.Equal(0, (await AskAsync("import", dumps.FullName)).ExitCode);
        var today = (await silo.Process.GetAsync("/api/markets"))[0].GetProperty("slot").GetString()![..10];

        var run = await AskAsync("export", "--from", "2023-03-20", "--to", "2023-03-21", "--format", format, "--markets", "coinbase:LTC-USD,binance:BTCUSDT", "--out", target.FullName);
        var live = await AskAsync("export", "--from", today, "--format", format, "--markets", "coinbase:BTC-USD,binance:BTCUSDT", "--out", target.FullName);

        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal($"1 files with 2 books written below {target.FullName}, 0 files were up to date.", run.Lines[0]);
        Assert.Equal(("", 0), (live.Errors, live.ExitCode));
        Assert.Equal(5, await CompareAsync(imported));
        Assert.True(await CompareAsync($"venue=coinbase/product=BTC-USD/date={today}") > 100);
        Assert.True(await CompareAsync($"venue=binance/product=BTCUSDT/date={today}") > 100);
    }

    [Fact]
    public async Task Another_export_writes_only_the_days_that_changed()
    {
        const string folder = "venue=coinbase/product=DOT-USD/date=2023-03-20";
        string[] command = ["export", "--from", "2023-03-20", "--to", "2023-03-22", "--format", "csv", "--markets", "coinbase:DOT-USD", "--out", target.FullName];
        using var dumps = new Dumps()
            .With("2023-03-20/coinbase/DOT-USD/a.json", Dumps.Orders("2023-03-20T14:00:03Z", ("27950", "1")))
            .With("2023-03-21/coinbase/DOT-USD/a.json", Dumps.Orders("2023-03-21T14:00:03Z", ("27950", "1")));
        await AskAsync("import", dumps.FullName);
        Assert.StartsWith("2 files with 2 books", (await AskAsync(command)).Text, StringComparison.Ordinal);
        var first = Assert.Single(Files(folder));
        await File.WriteAllTextAsync(target[$"{folder}/_levels-0123456789abcdef.csv.gz.part"], "what an export left that was killed");

        var unchanged = await AskAsync(command);
        dumps.With("2023-03-20/coinbase/DOT-USD/b.json", Dumps.Orders("2023-03-20T16:00:03Z", ("27950", "1")));
        await AskAsync("import", dumps.FullName);
        var changed = await AskAsync(command);

        Assert.StartsWith("0 files with 0 books written", unchanged.Text, StringComparison.Ordinal);
        Assert.StartsWith("1 files with 2 books written", changed.Text, StringComparison.Ordinal);
        Assert.EndsWith("1 files were up to date.\n", changed.Text, StringComparison.Ordinal);
        Assert.NotEqual(first, Assert.Single(Files(folder)));
        Assert.Equal(4, await CompareAsync(folder));
        Assert.Single(Directory.GetFiles(target[folder]));
    }

    [Fact]
    public async Task Damaged_and_foreign_objects_are_reported_and_the_rest_is_exported_and_verified()
    {
        string[] range = ["--from", "2023-03-20", "--to", "2023-03-21", "--markets", "coinbase:XRP-USD"];
        string[] export = ["export", .. range, "--format", "jsonl", "--out", target.FullName];
        const string folder = "venue=coinbase/product=XRP-USD/date=2023-03-20";
        using var dumps = new Dumps()
            .With("2023-03-20/coinbase/XRP-USD/a.json", Dumps.Orders("2023-03-20T14:00:03Z", ("27950", "1")))
            .With("2023-03-20/coinbase/XRP-USD/b.json", Dumps.Orders("2023-03-20T15:00:03Z", ("27951", "1")))
            .With("2023-03-20/coinbase/XRP-USD/c.json", Dumps.Orders("2023-03-20T16:00:03Z", ("27952", "1")));
        await AskAsync("import", dumps.FullName);
        var sound = await AskAsync(["verify", .. range]);
        var objects = Directory.GetFiles(Archived(folder), "2*.gz").Order(StringComparer.Ordinal).ToList();
        var (good, other) = (await File.ReadAllBytesAsync(objects[0]), await File.ReadAllBytesAsync(objects[1]));
        await File.WriteAllBytesAsync(objects[0], other);
        await File.WriteAllBytesAsync(objects[1], other[..^9]);
        await File.WriteAllTextAsync(Path.Combine(Archived(folder), "notes.txt"), "not ours");

        var exported = await AskAsync(export);
        var verified = await AskAsync("verify", "--markets", "coinbase:XRP-USD");

        Assert.Equal((0, ""), (sound.ExitCode, sound.Errors));
        Assert.EndsWith("all intact.\n", sound.Text, StringComparison.Ordinal);
        Assert.Equal((1, 1), (exported.ExitCode, verified.ExitCode));
        Assert.StartsWith("1 files with 1 books written", exported.Text, StringComparison.Ordinal);
        Assert.EndsWith("-lacking.jsonl.gz", Assert.Single(Files(folder)), StringComparison.Ordinal);
        foreach (var errors in new[] { exported.Errors, verified.Errors })
        {
            Assert.Contains($"damaged: raw/v1/{folder}/{Path.GetFileName(objects[0])}", errors, StringComparison.Ordinal);
            Assert.Contains("truncated", errors, StringComparison.Ordinal);
            Assert.Contains($"foreign: raw/v1/{folder}/notes.txt", errors, StringComparison.Ordinal);
        }

        Assert.Contains("1 foreign, 2 damaged", verified.Text, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(objects[0], good);
        await File.WriteAllBytesAsync(objects[1], other);
        var again = await AskAsync(export);

        Assert.Equal(0, again.ExitCode);
        Assert.StartsWith("1 files with 3 books written", again.Text, StringComparison.Ordinal);
        Assert.Equal(6, await CompareAsync(folder));
    }

    [Fact]
    public async Task The_whole_archive_is_counted_by_venue_and_market()
    {
        using var dumps = new Dumps().With("2022-01-01/binance/ADAUSDT/a.json", Dumps.Binance(7));
        await AskAsync("import", dumps.FullName);

        var stats = await AskAsync("stats", "--markets", "binance:ADAUSDT");
        var all = await AskAsync("stats");
        var quick = await AskAsync("stats", "--quick", "--markets", "binance:ADAUSDT");

        var size = Dumps.Binance(7).Length.ToString(CultureInfo.InvariantCulture);
        Assert.Matches($@"binance:ADAUSDT +1 +\d+ B +{size} B +0 B +2022-01-01 00:00 +2022-01-01 00:00", stats.Text);
        Assert.Matches(@"\nbinance +\d+ .*\n(.*\n)*binance:BTCUSDT +\d+ ", all.Text);
        Assert.Matches(@"binance:ADAUSDT +1 +\d+ B +– ", quick.Text);
        Assert.Equal(0, all.ExitCode);
    }

    [Fact]
    public async Task An_unknown_market_is_reported_with_the_nearest()
    {
        var run = await AskAsync("export", "--from", "2023-03-20", "--format", "csv", "--markets", "coinbase:BTC-USDD", "--out", target.FullName);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("coinbase:BTC-USD", run.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(target.FullName));
    }

    [Theory]
    [InlineData("books?market=coinbase:BTC-USD&date=2023-02-30")]
    [InlineData("books?market=mtgox:BTC-USD&date=2023-02-03")]
    [InlineData("days?after=x")]
    [InlineData("verify?market=coinbase:BTC-USD")]
    [InlineData("stats?bodies=perhaps")]
    public async Task A_wrong_parameter_is_refused(string question)
    {
        using var answer = await silo.Http.GetAsync($"/api/archive/{question}");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private Task<ConsoleRun> AskAsync(params string[] words) => ConsoleRun.AskAsync(silo.Process.Url, ["archive", .. words]);

    private string Archived(string folder) => Path.Combine(silo.DataDirectory, "archive", "raw", "v1", folder);

    private string[] Files(string folder) => Directory.GetFiles(target[folder], "levels-*.gz");

    /// <summary>The number of rows of a market's day, compared by a program that shares no code with the product.</summary>
    private async Task<int> CompareAsync(string folder)
    {
        var script = Path.Combine(Path.GetDirectoryName(Built.Launcher)!, "tests", "EndToEnd.Tests", "Archives", "levels.py");
        var lines = await Python.RunAsync(script, [Archived(folder), target[folder]]);
        Assert.Single(lines);
        return int.Parse(lines[0], CultureInfo.InvariantCulture);
    }
}
