using OrderBookSilo.Support;

namespace OrderBookSilo.Grains.Tests.Hosting.OrleansSql;

/// <summary>The SQL of Orleans' cluster membership: the members and their version change together or not at all.</summary>
public sealed class MembershipSqlTests : IAsyncLifetime
{
    private const int Active = 3;
    private const int Dead = 6;

    private static readonly DateTime Start = new(2026, 11, 22, 10, 0, 0, DateTimeKind.Utc);

    private TestDatabase database = null!;
    private Statements statements = null!;

    public async Task InitializeAsync()
    {
        database = await TestDatabase.CreateAsync();
        statements = new Statements(database);
        Assert.Equal(1, await statements.ScalarAsync("InsertMembershipVersionKey", Cluster));
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task An_empty_cluster_has_version_0_once()
    {
        Assert.Equal(0, await statements.ScalarAsync("InsertMembershipVersionKey", Cluster));

        var row = Assert.Single(await statements.QueryAsync("MembershipReadAllKey", Cluster));
        Assert.Equal(0, row["Version"]);
        Assert.Null(row["Address"]);
        Assert.Null(Assert.Single(await statements.QueryAsync("MembershipReadRowKey", [Cluster, .. Silo(1)]))["Address"]);
    }

    [Fact]
    public async Task A_silo_joins_at_the_version_it_saw()
    {
        Assert.Equal(1, await JoinAsync(1, version: 0));
        Assert.Equal(1, await JoinAsync(2, version: 1));

        var row = Assert.Single(await statements.QueryAsync("MembershipReadRowKey", [Cluster, .. Silo(2)]));
        Assert.Equal(
            (2, "127.0.0.1", 2, "silo 2", "host", Active, 30002, Start, Start, "cluster"),
            ((int)row["Version"]!, (string)row["Address"]!, (int)row["Port"]!, (string)row["SiloName"]!, (string)row["HostName"]!, (int)row["Status"]!,
                (int)row["ProxyPort"]!, (DateTime)row["StartTime"]!, (DateTime)row["IAmAliveTime"]!, (string)row["DeploymentId"]!));
        Assert.Null(row["SuspectTimes"]);
        Assert.Equal(2, (await statements.QueryAsync("MembershipReadAllKey", Cluster)).Count);
    }

    [Fact]
    public async Task A_silo_that_joins_at_another_version_or_twice_changes_nothing()
    {
        Assert.Equal(0, await JoinAsync(1, version: 5));
        Assert.Equal(["0"], await VersionsAsync());
        Assert.Equal(0L, await CountAsync());

        await JoinAsync(1, version: 0);
        Assert.Equal(0, await JoinAsync(1, version: 1));
        Assert.Equal(["1"], await VersionsAsync());
        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task Of_silos_that_join_at_once_exactly_one_does()
    {
        var joined = await Task.WhenAll(Enumerable.Range(1, 8).Select(silo => JoinAsync(silo, version: 0)));

        Assert.Single(joined, answer => answer is 1);
        Assert.Equal(["1"], await VersionsAsync());
        Assert.Equal(1L, await CountAsync());
    }

    [Fact]
    public async Task A_silo_changes_at_the_version_it_saw_or_not_at_all()
    {
        await JoinAsync(1, version: 0);

        Assert.Equal(0, await ChangeAsync(1, Dead, version: 0));
        Assert.Equal(0, await ChangeAsync(2, Dead, version: 1));
        Assert.Equal(["1"], await VersionsAsync());
        Assert.Equal(1, await ChangeAsync(1, Dead, version: 1));

        var row = Assert.Single(await statements.QueryAsync("MembershipReadAllKey", Cluster));
        Assert.Equal((2, Dead, "suspects"), ((int)row["Version"]!, (int)row["Status"]!, (string)row["SuspectTimes"]!));
    }

    [Fact]
    public async Task A_heartbeat_does_not_change_the_version()
    {
        await JoinAsync(1, version: 0);

        await statements.QueryAsync("UpdateIAmAlivetimeKey", [Cluster, .. Silo(1), ("IAmAliveTime", Start.AddMinutes(1))]);

        var row = Assert.Single(await statements.QueryAsync("MembershipReadAllKey", Cluster));
        Assert.Equal((1, Start.AddMinutes(1)), ((int)row["Version"]!, (DateTime)row["IAmAliveTime"]!));
    }

    [Fact]
    public async Task Gateways_are_the_silos_of_a_status_that_clients_can_reach()
    {
        await JoinAsync(1, version: 0);
        await JoinAsync(2, version: 1, proxyPort: 0);
        await JoinAsync(3, version: 2);
        await ChangeAsync(3, Dead, version: 3);

        var row = Assert.Single(await statements.QueryAsync("GatewaysQueryKey", Cluster, ("Status", Active)));
        Assert.Equal(("127.0.0.1", 30001, 100), ((string)row["Address"]!, (int)row["ProxyPort"]!, (int)row["Generation"]!));
    }

    [Fact]
    public async Task Only_silos_long_dead_are_cleaned_up()
    {
        await JoinAsync(1, version: 0);
        await JoinAsync(2, version: 1);
        await ChangeAsync(2, Dead, version: 2);

        await statements.QueryAsync("CleanupDefunctSiloEntriesKey", Cluster, ("IAmAliveTime", Start));
        Assert.Equal(2L, await CountAsync());
        await statements.QueryAsync("CleanupDefunctSiloEntriesKey", Cluster, ("IAmAliveTime", Start.AddDays(7)));
        Assert.Equal(["1"], await database.RowsAsync("SELECT port FROM orleans.orleansmembershiptable"));
    }

    [Fact]
    public async Task A_cluster_is_deleted_whole_and_alone()
    {
        await statements.QueryAsync("InsertMembershipVersionKey", ("DeploymentId", "other"));
        await JoinAsync(1, version: 0);

        await statements.QueryAsync("DeleteMembershipTableEntriesKey", Cluster);

        Assert.Equal(0L, await CountAsync());
        Assert.Equal(["other"], await database.RowsAsync("SELECT deploymentid FROM orleans.orleansmembershipversiontable"));
    }

    private static (string Name, object? Value) Cluster => ("DeploymentId", "cluster");

    private static (string Name, object? Value)[] Silo(int number) => [("Address", "127.0.0.1"), ("Port", number), ("Generation", 100)];

    private Task<object?> JoinAsync(int silo, int version, int? proxyPort = null) =>
        statements.ScalarAsync(
            "InsertMembershipKey",
            [
                Cluster, .. Silo(silo), ("SiloName", $"silo {silo}"), ("HostName", "host"), ("Status", Active),
                ("ProxyPort", proxyPort ?? 30000 + silo), ("StartTime", Start), ("IAmAliveTime", Start), ("Version", version),
            ]);

    private Task<object?> ChangeAsync(int silo, int status, int version) =>
        statements.ScalarAsync(
            "UpdateMembershipKey",
            [Cluster, .. Silo(silo), ("Status", status), ("SuspectTimes", "suspects"), ("IAmAliveTime", Start), ("Version", version)]);

    private Task<List<string>> VersionsAsync() => database.RowsAsync("SELECT version FROM orleans.orleansmembershipversiontable");

    private Task<long> CountAsync() => database.ScalarAsync<long>("SELECT count(*) FROM orleans.orleansmembershiptable");
}
