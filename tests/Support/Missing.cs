using Xunit.Sdk;

namespace OrderBookSilo.Support;

/// <summary>What a test does when something it needs is not on this machine.</summary>
public static class Missing
{
    /// <summary>At the head of an exception's message it makes <see cref="SkippingTestFramework"/> report the test as skipped.</summary>
    internal const string SkipMark = "$XunitDynamicSkip$";

    /// <summary>Whether a missing dependency is a failure, as it is where every dependency was to be installed.</summary>
    public static bool IsFailure =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Ends the test: skipped with this reason on a laptop, failed under CI=true.</summary>
    public static void Dependency(string reason) =>
        throw new XunitException(IsFailure ? $"missing although CI=true: {reason}" : SkipMark + reason);

    /// <summary>Ends the test, skipped with this reason everywhere: for recorded payloads and Orleans' packages.</summary>
    public static void Optional(string reason) => throw new XunitException(SkipMark + reason);
}
