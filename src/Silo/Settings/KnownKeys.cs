using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Refuses unknown settings: a mistyped key must not silently leave the default in place.</summary>
internal static class KnownKeys
{
    private static readonly string[] Roots =
    [
        "Data", "Settings", "urls", "Markets", "Slot", "Spread", "OrderSizes", "OrderSizesIn", "FillPolicy", "FillSizes", "MaxFills",
        "DepthBandsBps", "Archive", "ConnectionStrings", "Venues", "ApiKey", "LoopbackNeedsKey", "Tls", "Limits", "Cluster", "Egress", "Conversions", "ConvertBy",
        "MaxSkewSeconds", "MaxPriceDistance", "Assets", "MaxAge", "MaxClockOffset", "SplitDeadline", "SpoolBytes", "KeepFillsMonths", "KeepAuditLogDays", "ConsoleLog", "Serilog", "Kestrel", "contentRoot",
    ];

    private static readonly string[] OfVenue = ["BaseAddress", "Proxies", "Budget", "FeeTier", "FeeProfile", "TakerFee", "FeeIn"];

    private static readonly Dictionary<string, string[]> OfSection = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Archive"] = ["S3"],
        ["Assets"] = [.. VenueCatalog.All.Select(venue => venue.Code)],
        ["Archive:S3"] = ["ServiceUrl", "Region", "ForcePathStyle", "AccessKey", "SecretKey"],
        ["Cluster"] = ["Enabled", "ClusterId", "ServiceId", "SiloPort", "GatewayPort", "AdvertisedAddress", "PublicAddress", "ProbeTimeout", "MissedProbes", "AlivePeriod"],
        ["ConnectionStrings"] = ["Warehouse"],
        ["Kestrel"] = ["Certificates"],
        ["Kestrel:Certificates"] = ["Default"],
        [CertificateSettings.Section] = ["Path", "KeyPath", "Password"],
        ["Limits"] = ["RequestsPerSecond", "Burst", "Connections", "BodyBytes", "HeaderBytes", "HeaderTime", "IdleTime", "BytesPerSecond"],
        ["Venues"] = [.. VenueCatalog.All.Select(venue => venue.Code)],
    };

    public static void Check(IConfigurationRoot configuration)
    {
        Check(configuration, "", Roots);
        foreach (var (section, keys) in OfSection)
        {
            Check(configuration.GetSection(section), $"{section}:", keys);
        }

        foreach (var venue in configuration.GetSection("Venues").GetChildren())
        {
            Check(venue, $"Venues:{venue.Key}:", OfVenue);
        }
    }

    private static void Check(IConfiguration section, string prefix, string[] known)
    {
        foreach (var child in section.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                var meant = Nearest.To(child.Key, known, 1);
                var hint = meant.Count == 1 ? $"did you mean {prefix}{meant[0]}?" : $"the settings there are {string.Join(", ", known)}";
                throw new ConfigurationException(prefix + child.Key, $"no such setting; {hint}");
            }
        }
    }
}
