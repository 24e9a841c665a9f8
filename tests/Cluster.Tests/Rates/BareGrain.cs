using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Cluster.Tests.Rates;

/// <summary>The cost of a call without any computation: a grain that returns a constant.</summary>
[Alias("orderbook.tests.bare")]
public interface IBareGrain : IGrainWithStringKey
{
    [Alias("keep")]
    Task KeepAsync(BookAnswer book, CostAnswer cost);

    [Alias("book")]
    [Orleans.Concurrency.AlwaysInterleave]
    Task<BookAnswer> GetBookAsync();

    [Alias("cost")]
    [Orleans.Concurrency.AlwaysInterleave]
    Task<CostAnswer> GetCostAsync(CostQuestion question);
}

public sealed class BareGrain : Grain, IBareGrain
{
    private BookAnswer? book;
    private CostAnswer? cost;

    public Task KeepAsync(BookAnswer book, CostAnswer cost)
    {
        (this.book, this.cost) = (book, cost);
        return Task.CompletedTask;
    }

    public Task<BookAnswer> GetBookAsync() => Task.FromResult(book!);

    public Task<CostAnswer> GetCostAsync(CostQuestion question) => Task.FromResult(cost!);
}
