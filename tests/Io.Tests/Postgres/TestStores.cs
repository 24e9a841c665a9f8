using Npgsql;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Replays;

namespace OrderBookSilo.Io.Tests.Postgres;

/// <summary>The stores on one database, sharing the same objects as in the product.</summary>
public sealed class TestStores
{
    public TestStores(NpgsqlDataSource source)
    {
        Database = new PostgresDatabase(source);
        Partitions = new Partitions(Database);
        var ids = new MarketIds(Database);
        var tables = new FactTables();
        Markets = new MarketStore(Database, ids);
        Facts = new FactStore(Database, ids, Partitions);
        FactReader = new FactReader(Database);
        Fees = new FeeStore(Database);
        Splits = new SplitStore(Database, ids, Partitions);
        Audits = new AuditLedger(Database, ids);
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
