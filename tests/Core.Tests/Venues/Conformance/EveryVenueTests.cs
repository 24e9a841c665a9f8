using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Core.Tests.Venues.Conformance;

public sealed class EveryVenueTests
{
    [Fact]
    public void Every_venue_of_the_catalogue_has_a_suite()
    {
        var suites = typeof(VenueSuite).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(VenueSuite)) && !type.IsAbstract)
            .Select(type => ((VenueSuite)Activator.CreateInstance(type)!).Code);

        Assert.Equal(VenueCatalog.All.Select(venue => venue.Code).Order(StringComparer.Ordinal), suites.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_venues_file_is_short()
    {
        var venues = Tidy.Source.CSharpFiles("src/Core/Venues").Where(file => file.Split('/').Length == 4);

        Assert.All(venues, file => Assert.InRange(Tidy.Source.Lines(file).Length, 1, 119));
    }
}
