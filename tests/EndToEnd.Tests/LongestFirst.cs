using OrderBookSilo.EndToEnd.Tests.Crashes;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("OrderBookSilo.EndToEnd.Tests.LongestFirst", "OrderBookSilo.EndToEnd.Tests")]

namespace OrderBookSilo.EndToEnd.Tests;

/// <summary>Starts the crash rounds first: they take minutes, and the other classes run in parallel to them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(collection => collection.DisplayName.Contains(nameof(CrashTests), StringComparison.Ordinal));
}
