using OrderBookSilo.Core;
using OrderBookSilo.Core.Captures;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Core.Schedule;
using OrderBookSilo.Core.Splits;
using OrderBookSilo.Core.Venues;
using OrderBookSilo.Core.Venues.Reading;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Every setting of the silo, read and validated once at start.</summary>
/// <param name="WarehouseConnectionString">Null when the silo runs its own PostgreSQL in the data directory.</param>
/// <param name="KeepFillsMonths">Whole months of fills that are kept besides the current one; 0 keeps all.</param>
/// <param name="KeepAuditLogDays">How long entries of <c>audit_log</c> are kept; 0 keeps all.</param>
/// <param name="Cluster">Null for a single silo.</param>
internal sealed record SiloSettings(
    string DataDirectory,
    IReadOnlyList<string> Urls,
    IReadOnlyList<Market> Markets,
    SlotSchedule Schedule,
    SnapshotPlan Plan,
    string? WarehouseConnectionString,
    ArchiveOptions Archive,
    long SpoolBytes,
    int KeepFillsMonths,
    int KeepAuditLogDays,
    FetchOptions Fetch,
    IReadOnlyDictionary<string, TraderFees> Fees,
    SplitSettings Splits,
    ClockLimit Clock,
    AssetNames Assets,
    Egress Egress,
    AccessSettings Access,
    ConsoleLog ConsoleLog,
    ClusterSettings? Cluster)
{
    public const string DefaultUrl = "http://127.0.0.1:8080";
    public const int FillsMaxDefault = 20_000;

    private const long SpoolBytesDefault = 2L * 1024 * 1024 * 1024;
    private const long SpoolBytesMin = 64 * 1024;
    private const int KeepMonthsMax = 1200;
    private const int KeepAuditLogDaysDefault = 400;
    private const int KeepAuditLogDaysMin = 30;
    private const int KeepAuditLogDaysMax = 36_500;
    private const int FillsMaxLimit = 1_000_000;
    private const int BandBpsMax = 9_999;
    private static readonly string[] SeedMarkets = ["coinbase:BTC-USD", "coinbase:ETH-USD", "binance:BTCUSDT", "binance:ETHUSDT"];
    private static readonly string[] DefaultConversions = ["coinbase:USDT-USD", "binance:USDCUSDT"];
    private const int SkewSecondsDefault = 60;
    private const int SkewSecondsMax = 86_400;
    private const int DeadlinesPerSlot = 12;
    private static readonly TimeSpan ClockOffsetMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ClockOffsetMax = TimeSpan.FromMinutes(5);
    private const int SlotsUntilStale = 2;
    private static readonly IReadOnlyList<Exact> DefaultOrderSizes = [10_000, 50_000, 100_000, 1_000_000];
    private static readonly IReadOnlyList<Exact> DefaultFillSizes = [100_000];
    private static readonly IReadOnlyList<int> DefaultBandsBps = [10, 25, 50, 100, 200, 500, 1000];

    /// <summary>Reads and validates the settings; throws <see cref="ConfigurationException"/> for the first invalid one.</summary>
    public static SiloSettings Read(IConfigurationRoot configuration)
    {
        KnownKeys.Check(configuration);
        var values = new ConfiguredValues(configuration);
        var data = Path.GetFullPath(values.Text("Data") ?? Path.Combine("data", "live"));
        var urls = (values.Text("urls") ?? DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var schedule = ReadSchedule(values);
        var settings = new SiloSettings(
            data,
            urls,
            ReadMarkets(values, "Markets", SeedMarkets),
            schedule,
            ReadPlan(configuration, values),
            values.ConnectionString("ConnectionStrings:Warehouse"),
            ReadArchive(values, data),
            values.LongInteger("SpoolBytes", SpoolBytesDefault, SpoolBytesMin),
            values.Integer("KeepFillsMonths", 0, 0, KeepMonthsMax),
            ReadKeepAuditLogDays(values),
            new FetchOptions { Venues = VenueCatalog.All.ToDictionary(venue => venue.Code, venue => ReadVenue(values, venue.Code), StringComparer.Ordinal) },
            VenueCatalog.All.ToDictionary(venue => venue.Code, venue => ReadFees(values, $"Venues:{venue.Code}:"), StringComparer.Ordinal),
            ReadSplits(values, schedule.SlotLength),
            ReadClock(values, schedule.SlotLength),
            values.ReadAssets(),
            values.Egress("Egress"),
            AccessSettings.Read(values),
            values.ConsoleLog("ConsoleLog"),
            values.ReadCluster(data));
        ListenRules.Check(settings);
        return settings;
    }

    private static Market[] ReadMarkets(ConfiguredValues values, string key, IReadOnlyList<string> byDefault)
    {
        var markets = new List<Market>();
        foreach (var text in values.List(key) ?? byDefault)
        {
            if (!Market.TryParse(text, out var market))
            {
                throw new ConfigurationException(key, $"'{text}' is not a market; {Market.FindProblem(text)}");
            }

            if (VenueCatalog.Find(market.Venue) is null)
            {
                var known = string.Join(", ", VenueCatalog.All.Select(venue => venue.Code));
                throw new ConfigurationException(key, $"'{text}' names the unknown venue '{market.Venue}'; the venues are {known}");
            }

            markets.Add(VenueCatalog.Canonical(market));
        }

        return [.. markets.Distinct()];
    }

    private static SlotSchedule ReadSchedule(ConfiguredValues values)
    {
        var length = values.Duration("Slot") ?? TimeSpan.FromHours(1);
        if (!Slot.IsLength(length))
        {
            throw new ConfigurationException("Slot", $"{length} is not a slot: from 1 minute to 1 day, and a whole number of them in a day");
        }

        var spread = values.Duration("Spread") ?? SlotSchedule.DefaultSpread(length);
        return spread >= TimeSpan.Zero && spread < length
            ? new SlotSchedule(length, spread)
            : throw new ConfigurationException("Spread", $"{spread} must be shorter than the slot ({length})");
    }

    private static SnapshotPlan ReadPlan(IConfigurationRoot configuration, ConfiguredValues values)
    {
        var own = configuration.GetSection("OrderSizesIn").GetChildren().ToDictionary(
            quote => quote.Key.ToUpperInvariant(),
            quote => values.Amounts($"OrderSizesIn:{quote.Key}", []),
            StringComparer.Ordinal);
        var sizes = values.Amounts("OrderSizes", DefaultOrderSizes);
        var fillSizes = values.Amounts("FillSizes", [.. DefaultFillSizes.Where(sizes.Contains)]);
        if (fillSizes.FirstOrDefault(size => !sizes.Contains(size) && !own.Values.Any(ownSizes => ownSizes.Contains(size))) is { IsZero: false } stray)
        {
            throw new ConfigurationException("FillSizes", $"{stray} is none of the order sizes");
        }

        return new SnapshotPlan(
            sizes,
            own,
            fillSizes,
            values.Policy("FillPolicy"),
            values.Integers("DepthBandsBps", DefaultBandsBps, BandBpsMax),
            values.Integer("MaxFills", FillsMaxDefault, 0, FillsMaxLimit));
    }

    private static SplitSettings ReadSplits(ConfiguredValues values, TimeSpan slotLength)
    {
        var deadline = values.Duration("SplitDeadline") ?? slotLength / DeadlinesPerSlot;
        var ageMax = values.Duration("MaxAge") ?? slotLength * SlotsUntilStale;
        return new SplitSettings(
            ReadMarkets(values, "Conversions", DefaultConversions),
            values.Text("ConvertBy") switch
            {
                null or "book" => false,
                "mid" => true,
                var other => throw new ConfigurationException("ConvertBy", $"'{other}' is neither book nor mid"),
            },
            TimeSpan.FromSeconds(values.Integer("MaxSkewSeconds", SkewSecondsDefault, 0, SkewSecondsMax)),
            deadline > TimeSpan.Zero && deadline < slotLength ? deadline : throw new ConfigurationException("SplitDeadline", $"{deadline} must be shorter than the slot ({slotLength})"),
            ageMax > TimeSpan.Zero ? ageMax : throw new ConfigurationException("MaxAge", "must be above 0"))
        {
            PriceDistanceMax = values.Number("MaxPriceDistance", IsPriceDistance, "a fraction above 0 and below 1, such as 0.1 for 10 %") ?? SplitSettings.PriceDistanceDefault,
        };
    }

    // A clock that is off by half a slot says as little about the slot as none.
    private static ClockLimit ReadClock(ConfiguredValues values, TimeSpan slotLength)
    {
        var max = values.Duration("MaxClockOffset") ?? ClockLimit.Default.OffsetMax;
        return max >= ClockOffsetMin && max <= ClockOffsetMax && max < slotLength / 2
            ? new ClockLimit(max)
            : throw new ConfigurationException("MaxClockOffset", $"{max} must be from {ClockOffsetMin.TotalSeconds} s to {ClockOffsetMax.TotalMinutes} min, and less than half a slot ({slotLength})");
    }

    private static int ReadKeepAuditLogDays(ConfiguredValues values) =>
        values.Integer("KeepAuditLogDays", KeepAuditLogDaysDefault, 0, KeepAuditLogDaysMax) is var days and (0 or >= KeepAuditLogDaysMin)
            ? days
            : throw new ConfigurationException("KeepAuditLogDays", $"must be at least {KeepAuditLogDaysMin}, or 0 to keep all");

    private static bool IsPriceDistance(Exact fraction) => fraction.IsPositive && fraction < 1;

    private static ArchiveOptions ReadArchive(ConfiguredValues values, string data)
    {
        var options = new ArchiveOptions
        {
            Location = values.Text("Archive") ?? $"file:{Path.Combine(data, "archive")}",
            S3 = new S3Options
            {
                ServiceUrl = values.Text("Archive:S3:ServiceUrl"),
                Region = values.Text("Archive:S3:Region"),
                ForcePathStyle = values.Flag("Archive:S3:ForcePathStyle"),
                AccessKey = values.Text("Archive:S3:AccessKey"),
                SecretKey = values.Text("Archive:S3:SecretKey"),
            },
        };
        return ArchiveFactory.FindProblem(options) is { } problem ? throw new ConfigurationException(problem) : options;
    }

    private static VenueFetchOptions ReadVenue(ConfiguredValues values, string code)
    {
        var budget = $"Venues:{code}:Budget";
        var options = new VenueFetchOptions
        {
            BaseAddress = values.Address($"Venues:{code}:BaseAddress"),
            Proxies = values.Proxies($"Venues:{code}:Proxies"),
            Budget = values.Text(budget) is null ? null : values.Integer(budget, 0, 0, int.MaxValue),
        };
        return options.FindProblem(code) is { } problem ? throw new ConfigurationException(problem) : options;
    }

    private static TraderFees ReadFees(ConfiguredValues values, string prefix) =>
        new(
            values.Number($"{prefix}FeeTier", volume => volume >= Exact.Zero, "a 30-day volume in USD of 0 or more") ?? Exact.Zero,
            values.Text($"{prefix}FeeProfile") ?? FeeSchedules.StandardProfile,
            values.Number($"{prefix}TakerFee", TakerFee.IsRate, $"a fraction from 0 to 1 of at most {TakerFee.RateScaleMax} decimals, such as 0.006 for 60 bps"),
            values.FeeIn($"{prefix}FeeIn"));
}
