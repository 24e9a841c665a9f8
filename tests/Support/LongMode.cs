using System.Globalization;

namespace OrderBookSilo.Support;

/// <summary>What <c>./orderbook test --long</c> adds, and the seed of what is left to chance.</summary>
public static class LongMode
{
    /// <summary>Whether <c>ORDERBOOK_LONG</c> is set: then tests that can run longer do.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable("ORDERBOOK_LONG") is { Length: > 0 };

    /// <summary><c>ORDERBOOK_SEED</c>, else a fresh one; a test that uses it prints it when it fails.</summary>
    public static ulong Seed { get; } =
        ulong.TryParse(Environment.GetEnvironmentVariable("ORDERBOOK_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : (ulong)DateTimeOffset.UtcNow.UtcTicks;
}
