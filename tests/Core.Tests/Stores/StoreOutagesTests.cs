using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Tests.Stores;

public sealed class StoreOutagesTests
{
    private static readonly StoreUnavailableException Archive = new("archive", new IOException("no route"));
    private static readonly StoreUnavailableException Warehouse = new("warehouse", new IOException("refused"));

    private readonly StoreOutages outages = new();

    [Fact]
    public void Only_the_first_report_starts_an_outage_and_the_latest_says_why()
    {
        var later = new StoreUnavailableException("archive", new IOException("again"));

        Assert.True(outages.TryBegin(Archive));
        Assert.False(outages.TryBegin(later));
        Assert.True(outages.TryBegin(Warehouse));

        Assert.Same(later, outages.Find("archive"));
    }

    [Fact]
    public void A_response_ends_the_outage_of_its_own_store_only()
    {
        outages.TryBegin(Archive);
        outages.TryBegin(Warehouse);

        outages.TryEnd("archive");

        Assert.Null(outages.Find("archive"));
        Assert.Same(Warehouse, outages.Find("warehouse"));
    }

    [Fact]
    public void A_store_that_nobody_asked_is_not_known_to_be_available()
    {
        outages.TryBegin(Archive);
        Assert.False(outages.HasResponded("archive"));

        outages.TryEnd("archive");

        Assert.True(outages.HasResponded("archive"));
        Assert.False(outages.HasResponded("warehouse"));
    }

    [Fact]
    public void A_store_that_the_spool_waits_for_is_unavailable_even_if_it_responds_to_others()
    {
        outages.Block(Archive);
        outages.TryEnd("archive");
        Assert.Same(Archive, outages.Blocking);
        Assert.Same(Archive, outages.Find("archive"));

        outages.Unblock();
        Assert.Null(outages.Blocking);
        outages.TryEnd("archive");
        Assert.Null(outages.Find("archive"));
    }

    [Fact]
    public void A_write_accepted_by_both_stores_ends_every_outage()
    {
        outages.TryBegin(Archive);
        outages.TryBegin(new("archive or warehouse", new TimeoutException()));

        outages.Clear();

        Assert.Null(outages.Find("archive"));
        Assert.True(outages.TryBegin(Archive));
    }
}
