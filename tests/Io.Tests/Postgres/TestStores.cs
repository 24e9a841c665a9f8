using Microsoft.Extensions.Time.Testing;
using Npgsql;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Replays;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The stores on one database, sharing the same objects as in the product.</summary>
public sealed class TestStores
{
    // Facts of tests are of any time.
    private static readonly ClockOffset LateClock = SharedTime.Right(new FakeTimeProvider(DateTimeOffset.MaxValue.AddYears(-1)));

    public TestStores(NpgsqlDataSource source, ClockOffset? clock = null)
    {
        Database = new PostgresDatabase(source);
        Partitions = new Partitions(Database);
        var ids = new MarketIds(Database);
        var tables = new FactTables();
        Markets = new MarketStore(Database, ids);
        Facts = new FactStore(Database, ids, Partitions, clock ?? LateClock);
        FactReader = new FactReader(Database);
        Fees = new FeeStore(Database);
        Splits = new SplitStore(Database, ids, Partitions);
        Audits = new AuditLedger(Database, ids, clock ?? LateClock);
        ReplayFacts = new ReplayFacts(Database, ids, Partitions, tables);
        Versions = new VersionStore(Database, ids, tables);
    }

    public PostgresDatabase Database { get; }

    public Partitions Partitions { get; }

    public MarketStore Markets { get; }

    public FactStore Facts { get; }

    public FactReader FactReader { get; }

    public FeeStore Fees { get; }

    public SplitStore Splits { get; }

    public AuditLedger Audits { get; }

    public ReplayFacts ReplayFacts { get; }

    public VersionStore Versions { get; }
}
