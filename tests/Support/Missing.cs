using Xunit.Sdk;

namespace OrderBookSilo.Support;

/// <summary>Ends a test when something it needs is missing on this machine.</summary>
public static class Missing
{
    /// <summary>A message prefix that makes <see cref="SkippingTestFramework"/> report the test as skipped.</summary>
    internal const string SkipMark = "$XunitDynamicSkip$";

    /// <summary>Whether a missing dependency is a failure, as in CI, where every dependency should be installed.</summary>
    public static bool IsFailure =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ends the test: skipped with this reason on a developer's machine, failed under CI=true.</summary>
    public static void Dependency(string reason) =>
        throw new XunitException(IsFailure ? $"missing although CI=true: {reason}" : SkipMark + reason);

    /// <summary>Ends the test as skipped with this reason everywhere: for recorded payloads.</summary>
    public static void Optional(string reason) => throw new XunitException(SkipMark + reason);
}
