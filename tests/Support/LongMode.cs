using System.Globalization;

namespace OrderBookSilo.Support;

/// <summary>The mode of <c>./orderbook test --long</c>, and the seed of random tests.</summary>
public static class LongMode
{
    /// <summary>Whether <c>ORDERBOOK_LONG</c> is set, in which case some tests run longer.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("ORDERBOOK_LONG") is { Length: > 0 };

    /// <summary><c>ORDERBOOK_SEED</c>, otherwise a fresh seed; a test that uses it prints it on failure.</summary>
    public static ulong Seed { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("ORDERBOOK_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : (ulong)DateTimeOffset.UtcNow.UtcTicks;
}
