using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Reads <c>Assets:venue:TICKER</c>: the asset that a venue's ticker stands for.</summary>
internal static class AssetSettings
{
    public static AssetNames ReadAssets(this ConfiguredValues values)
    {
        var names = new Dictionary<(string, string), Asset>();
        foreach (var venue in VenueCatalog.All.Select(venue => venue.Code))
        {
            foreach (var ticker in values.KeysOf($"Assets:{venue}"))
            {
                names[(venue, ticker.ToUpperInvariant())] = ReadAsset(values, $"Assets:{venue}:{ticker}");
            }
        }

        return new AssetNames(names);
    }

    private static Asset ReadAsset(ConfiguredValues values, string key)
    {
        var text = values.Text(key) ?? "";
        if (text.Contains('*', StringComparison.Ordinal))
        {
            throw new ConfigurationException(key, $"'{text}' has a multiplier; units of another size stay an asset of their own, under the venue's ticker");
        }

        return Pair.TryParse($"{text}/{text}", out var pair)
            ? pair.Base
            : throw new ConfigurationException(key, $"'{text}' is not the code of an asset, such as BTC");
    }
}
