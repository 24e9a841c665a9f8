using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.OrleansSql;

/// <summary>The SQL of Orleans' grain storage.</summary>
public sealed class StorageSqlTests : IAsyncLifetime
{
    private const int Clients = 4;

    private TestDatabase database = null!;
    private Statements statements = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        statements = new Statements(database);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Each_write_gives_the_next_version()
    {
        Assert.Equal(1, await WriteAsync(null, 10));
        Assert.Equal(2, await WriteAsync(1, 20));
        Assert.Equal(3, await WriteAsync(2, 30));

        var row = Assert.Single(await ReadAsync());
        Assert.Equal(3, row["Version"]);
        Assert.Equal(new byte[] { 30 }, row["PayloadBinary"]);
    }

    [Fact]
    public async Task A_write_of_an_old_version_returns_that_version_and_changes_nothing()
    {
        await WriteAsync(null, 10);
        await WriteAsync(1, 20);

        Assert.Equal(1, await WriteAsync(1, 30));

        Assert.Equal(new byte[] { 20 }, Assert.Single(await ReadAsync())["PayloadBinary"]);
    }

    [Fact]
    public async Task A_first_write_of_an_existing_state_returns_nothing_and_changes_nothing()
    {
        await WriteAsync(null, 10);

        Assert.Null(await WriteAsync(null, 20));

        Assert.Equal(new byte[] { 10 }, Assert.Single(await ReadAsync())["PayloadBinary"]);
    }

    [Fact]
    public async Task A_versioned_write_of_a_missing_state_returns_that_version()
    {
        Assert.Equal(5, await WriteAsync(5, 10));
        Assert.Empty(await ReadAsync());
    }

    [Fact]
    public async Task Of_racing_later_writers_exactly_one_wins()
    {
        await WriteAsync(null, 0);

        var versions = await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => WriteAsync(1, (byte)client)));

        Assert.Equal(Clients - 1, versions.Count(version => version is 1));
        Assert.Single(versions, version => version is 2);
    }

    [Theory]
    [InlineData("ServiceId", "other")]
    [InlineData("GrainTypeString", "other")]
    [InlineData("GrainIdExtensionString", "other")]
    [InlineData("GrainIdN0", 1L)]
    [InlineData("GrainIdN1", 1L)]
    public async Task States_that_differ_in_any_part_of_their_identity_are_different(string part, object value)
    {
        await WriteAsync(null, 10);
        var other = Identity("key").Select(given => given.Name == part ? (part, value) : given).ToArray();

        Assert.Empty(await statements.QueryAsync("ReadFromStorageKey", other));
        Assert.Equal(1, await statements.ScalarAsync("WriteToStorageKey", [.. other, ("GrainStateVersion", null), ("PayloadBinary", new byte[] { 1 })]));
        Assert.Equal(new byte[] { 10 }, Assert.Single(await ReadAsync())["PayloadBinary"]);
    }

    [Fact]
    public async Task A_key_that_is_a_number_needs_no_text()
    {
        Assert.Equal(1, await WriteAsync(null, 10, key: null));
        Assert.Equal(2, await WriteAsync(1, 20, key: null));
        Assert.Null(await WriteAsync(null, 30, key: null));
    }

    [Fact]
    public async Task A_cleared_state_has_a_version_and_no_value()
    {
        await WriteAsync(null, 10);

        Assert.Empty(await statements.QueryAsync("ClearStorageKey", [.. Identity("key"), ("GrainStateVersion", 7)]));
        Assert.Equal(2, await statements.ScalarAsync("ClearStorageKey", [.. Identity("key"), ("GrainStateVersion", 1)]));

        var row = Assert.Single(await ReadAsync());
        Assert.Equal(2, row["Version"]);
        Assert.Null(row["PayloadBinary"]);
    }

    [Fact]
    public async Task A_deleted_state_is_gone()
    {
        await WriteAsync(null, 10);

        Assert.Empty(await statements.QueryAsync("DeleteStorageKey", [.. Identity("key"), ("GrainStateVersion", 7)]));
        Assert.Equal(2, await statements.ScalarAsync("DeleteStorageKey", [.. Identity("key"), ("GrainStateVersion", 1)]));

        Assert.Empty(await ReadAsync());
    }

    private static (string Name, object? Value)[] Identity(string? key) =>
    [
        ("GrainIdHash", 11), ("GrainIdN0", 0L), ("GrainIdN1", 0L), ("GrainTypeHash", 12), ("GrainTypeString", "market"),
        ("GrainIdExtensionString", key), ("ServiceId", "orderbook"),
    ];

    private async Task<object?> WriteAsync(int? version, byte value, string? key = "key") =>
        await statements.ScalarAsync(
            "WriteToStorageKey", [.. Identity(key), ("GrainStateVersion", version), ("PayloadBinary", new[] { value })]);

    private Task<List<Dictionary<string, object?>>> ReadAsync() => statements.QueryAsync("ReadFromStorageKey", Identity("key"));
}
