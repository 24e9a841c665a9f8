using OrderBookSilo.Core.Archives;
using OrderBookSilo.Core.Audits;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Pulls;
using OrderBookSilo.Core.Replays;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Spooling;
using OrderBookSilo.Core.Stores;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Grains.Budgets;
using OrderBookSilo.Grains.Markets;
using OrderBookSilo.Grains.Metrics;
using OrderBookSilo.Grains.Questions;
using OrderBookSilo.Grains.Registry;
using OrderBookSilo.Grains.Replays;
using OrderBookSilo.Grains.Splits;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Http;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Io.Postgres.Replays;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Settings;
using OrderBookSilo.Silo.Workers;

namespace OrderBookSilo.Silo;

/// <summary>The composition of the silo: the ports and their implementations, the pull, and the background services.</summary>
internal static class Composition
{
    /// <summary>Registers the ports with their implementations and what the grains need.</summary>
    public static void AddOrderBook(this IServiceCollection services, SiloSettings settings, PostgresDatabase database, Spool spool, TimeProvider time)
    {
        var venues = VenueCatalog.All.ToDictionary(venue => venue.Code, StringComparer.Ordinal);
        services
            .AddStores(database)
            .AddSingleton(settings)
            .AddSingleton(settings.Schedule)
            .AddSingleton<IReferenceTime, DatabaseClock>()
            .AddSingleton(provider => new ClockOffset(provider.GetRequiredService<IReferenceTime>(), settings.Clock, time))
            .AddSingleton(settings.Plan)
            .AddSingleton(time)
            .AddSingleton(Random.Shared)
            .AddSingleton<IReadOnlyDictionary<string, IVenue>>(venues)
            .AddSingleton(settings.Fetch)
            .AddSingleton(settings.Fetch.LimitsOf(venues.Values))
            .AddSingleton(provider => new BookFetcher(
                venues.Values, settings.Fetch, time, provider.GetRequiredService<IVenueBudgets>()))
            .AddSingleton<IBookFetcher>(provider => provider.GetRequiredService<BookFetcher>())
            .AddSingleton<IVenueBudgets>(provider => Budgets(settings, provider))
            .AddSingleton(provider => new IdentifiedArchive(
                ArchiveFactory.Create(settings.Archive), provider.GetRequiredService<IArchiveLedger>(), time, provider.GetRequiredService<Random>()))
            .AddSingleton<IArchive>(provider => provider.GetRequiredService<IdentifiedArchive>())
            .AddSingleton(new MarketFees(settings.Fees))
            .AddSingleton(spool)
            .AddSingleton<StoreOutages>()
            .AddSingleton<FactWriter>()
            .AddSingleton<SlotFinisher>()
            .AddSingleton<PullAttempt>()
            .AddSingleton<SlotCloser>()
            .AddSingleton<SpoolDrainer>()
            .AddSingleton<Auditor>()
            .AddSingleton<DumpImport>()
            .AddSingleton<DayBooks>()
            .AddSingleton<ArchiveScan>()
            .AddSingleton<AuditMetrics>()
            .AddSingleton<ProductCatalog>()
            .AddSingleton(new PullPace(settings.Schedule, venues.ToDictionary(venue => venue.Key, venue => settings.Fetch.PaceOf(venue.Value))))
            .AddSingleton<PullMetrics>()
            .AddSingleton<SlotLagMetrics>()
            .AddSingleton<PullActivity>()
            .AddSingleton<OutageReports>()
            .AddSingleton<ProductLearner>()
            .AddSingleton<PullRunner>()
            .AddSingleton<SlotClosing>()
            .AddSingleton<BookRestorer>()
            .AddSingleton<CostAnswers>()
            .AddSingleton<DecodedBookCache>()
            .AddSingleton<BookClient>()
            .AddSingleton<KnownMarkets>()
            .AddSingleton<MarketDirectory>()
            .AddSingleton<MarketList>()
            .AddSingleton<AuditTrail>()
            .AddSingleton<MarketQuestions>()
            .AddSingleton<PairQuestions>()
            .AddSingleton<BookCollector>()
            .AddSingleton(settings.Splits)
            .AddSingleton(settings.Assets)
            .AddSingleton<SplitPlanner>()
            .AddSingleton<BurstCache>()
            .AddSingleton<BestSplits>()
            .AddSingleton<SlotSplits>()
            .AddSingleton<SlotSplitter>()
            .AddSingleton<Replayer>()
            .AddSingleton<ReplayWorkLimit>()
            .AddSingleton<ReplayMetrics>()
            .AddSingleton<SiloHealth>()
            .AddSingleton<SpoolMetrics>();
    }

    // Market ids, partitions and tables are cached once for all stores.
    private static IServiceCollection AddStores(this IServiceCollection services, PostgresDatabase database) =>
        services
            .AddSingleton(database)
            .AddSingleton<MarketIds>()
            .AddSingleton<Partitions>()
            .AddSingleton<FactTables>()
            .AddSingleton<IMarketReader, MarketStore>()
            .AddSingleton<IMarketStore, MarketStore>()
            .AddSingleton<IFactStore, FactStore>()
            .AddSingleton<IFactReader, FactReader>()
            .AddSingleton<IArchiveLedger, ArchiveLedger>()
            .AddSingleton<IArchiveFacts, ArchiveFacts>()
            .AddSingleton<IFeeStore, FeeStore>()
            .AddSingleton<ISplitStore, SplitStore>()
            .AddSingleton<IAuditLedger, AuditLedger>()
            .AddSingleton<IAuditReader, AuditLedger>()
            .AddSingleton<IReplayFacts, ReplayFacts>()
            .AddSingleton<IReplayLedger, ReplayLedger>()
            .AddSingleton<IVersionStore, VersionStore>()
            .AddSingleton<IRepairStore, RepairStore>()
            .AddSingleton<ApiKeyStore>()
            .AddSingleton<IAuditLog, AuditLog>()
            .AddSingleton<FactRetention>();

    /// <summary>Registers the background services.</summary>
    public static void AddWorkers(this IServiceCollection services) =>
        services
            .AddSingleton<StartMarkets>()
            .AddHostedService(provider => provider.GetRequiredService<StartMarkets>())
            .AddHostedService<LostSilos>()
            .AddHostedService<SpoolDrain>()
            .AddHostedService<SpoolReports>()
            .AddHostedService<PartitionsAhead>()
            .AddHostedService<Retention>()
            .AddHostedService<FeeWatch>()
            .AddHostedService<ClockWatch>()
            .AddHostedService<StoreWatch>()
            .AddHostedService<SiloMetrics>()
            .AddHostedService<VenueMetrics>();

    // A proxy has the same address for every silo, whatever the silos' own addresses are.
    private static IVenueBudgets Budgets(SiloSettings settings, IServiceProvider services)
    {
        IVenueBudgets own = ActivatorUtilities.CreateInstance<OwnBudgets>(services);
        IVenueBudgets shared = ActivatorUtilities.CreateInstance<SharedBudgets>(services);
        return settings.Egress == Egress.Shared ? shared
            : settings.Cluster is null ? own
            : new EgressBudgets(own, proxied: shared);
    }
}
