using System.Globalization;
using Npgsql;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Costs;
using OrderBookSilo.Core.Egress;
using OrderBookSilo.Core.Fees;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Io.Http;

namespace OrderBookSilo.Silo.Settings;

/// <summary>Reads single settings; an invalid value throws <see cref="ConfigurationException"/>.</summary>
internal sealed class ConfiguredValues(IConfigurationRoot configuration)
{
    private const double DurationMax = 1_000_000;
    private static readonly Exact AmountMax = 1_000_000_000_000_000;

    public string? Text(string key) => string.IsNullOrWhiteSpace(configuration[key]) ? null : configuration[key]!.Trim();

    /// <summary>The keys of a section.</summary>
    public IEnumerable<string> KeysOf(string section) => configuration.GetSection(section).GetChildren().Select(child => child.Key);

    /// <summary>
    /// A list, comma-separated or indexed. The last source that sets it provides the whole list, so a list in the
    /// environment replaces the default instead of merging with it.
    /// </summary>
    public IReadOnlyList<string>? List(string key)
    {
        foreach (var provider in configuration.Providers.Reverse())
        {
            if (provider.TryGet(key, out var text) && text is not null)
            {
                return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            }

            var indexes = provider.GetChildKeys([], key).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            if (indexes.Count > 0)
            {
                return [.. indexes.Select(index => provider.TryGet($"{key}:{index}", out var item) ? item ?? "" : "")];
            }
        }

        return null;
    }

    public IReadOnlyList<Exact> Amounts(string key, IReadOnlyList<Exact> byDefault)
    {
        var texts = List(key);
        return texts is null ? byDefault : [.. texts.Select(text => Amount(key, text)).Distinct().Order()];
    }

    public IReadOnlyList<int> Integers(string key, IReadOnlyList<int> byDefault, int max)
    {
        var texts = List(key);
        return texts is null ? byDefault : [.. texts.Select(text => Integer(key, text, 1, max)).Distinct().Order()];
    }

    public int Integer(string key, int byDefault, int min, int max) =>
        Text(key) is { } text ? Integer(key, text, min, max) : byDefault;

    public long LongInteger(string key, long byDefault, long min) =>
        Text(key) is not { } text ? byDefault
        : long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= min ? value
        : throw new ConfigurationException(key, $"'{text}' is not a whole number of {min} or more");

    public TimeSpan? Duration(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var isNumber = double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        return (text[^1], isNumber) switch
        {
            (_, true) when number > DurationMax => throw new ConfigurationException(key, $"'{text}' is too long"),
            ('s', true) => TimeSpan.FromSeconds(number),
            ('m', true) => TimeSpan.FromMinutes(number),
            ('h', true) => TimeSpan.FromHours(number),
            ('d', true) => TimeSpan.FromDays(number),
            _ when TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span) => span,
            _ => throw new ConfigurationException(key, $"'{text}' is not a duration; write 1h, 5m, 30s or 01:00:00"),
        };
    }

    public bool Flag(string key) =>
        Text(key)?.ToLowerInvariant() switch
        {
            null or "false" => false,
            "true" => true,
            var other => throw new ConfigurationException(key, $"'{other}' is not true or false"),
        };

    public string? ConnectionString(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(text).ConnectionString;
        }
        catch (ArgumentException)
        {
            // The exception's own message may quote the password.
            throw new ConfigurationException(key, "not a PostgreSQL connection string; write Host=…;Username=…;Database=…");
        }
    }

    public FillPolicy Policy(string key) =>
        Text(key) is not { } text ? FillPolicy.Exact
        : SnakeCase.TryParse<FillPolicy>(text, out var policy) ? policy
        : throw new ConfigurationException(key, $"'{text}' is not a fill policy; use exact, under, over or seed");

    /// <summary>A plain decimal that meets a condition; null when the key is not set.</summary>
    public Exact? Number(string key, Func<Exact, bool> isRight, string what) =>
        Text(key) is not { } text ? null
        : Exact.TryParse(text, out var number) && isRight(number) ? number
        : throw new ConfigurationException(key, $"'{text}' is not {what}");

    public FeeIn? FeeIn(string key) =>
        Text(key) is not { } text ? null
        : SnakeCase.TryParse<FeeIn>(text, out var feeIn) ? feeIn
        : throw new ConfigurationException(key, $"'{text}' is neither quote nor received");

    public Egress Egress(string key) =>
        Text(key) is not { } text ? Settings.Egress.Own
        : SnakeCase.TryParse<Egress>(text, out var egress) ? egress
        : throw new ConfigurationException(key, $"'{text}' is neither own nor shared");

    public ConsoleLog ConsoleLog(string key) =>
        Text(key) is not { } text ? Settings.ConsoleLog.Text
        : SnakeCase.TryParse<ConsoleLog>(text, out var log) ? log
        : throw new ConfigurationException(key, $"'{text}' is neither text nor json");

    public Uri? Address(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        return isAddress ? address : throw new ConfigurationException(key, $"'{text}' is not an http or https address");
    }

    /// <summary>The egress addresses: proxies, and null for the silo's own address.</summary>
    public IReadOnlyList<ProxyServer?> Proxies(string key) => [.. (List(key) ?? []).Select((text, i) => Proxy(key, text, i + 1))];

    // The text itself is left out, because it may contain a password.
    private static ProxyServer? Proxy(string key, string text, int place) =>
        text == VenueEgress.Direct ? null
        : ProxyServer.TryParse(text)
            ?? throw new ConfigurationException(key, $"entry {place} is neither {VenueEgress.Direct} nor http://user:password@host:port with '@', ':', '/' and ',' of the password as %40, %3A, %2F and %2C");

    private static Exact Amount(string key, string text) =>
        Exact.TryParse(text, out var amount) && amount.IsPositive && amount <= AmountMax && amount.Scale <= Exact.QuotientScale
            ? amount
            : throw new ConfigurationException(key, $"'{text}' is not an amount above 0 and at most {AmountMax}; write plain decimals such as 10000");

    private static int Integer(string key, string text, int min, int max) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw new ConfigurationException(key, $"'{text}' is not a whole number from {min} to {max}");
}
