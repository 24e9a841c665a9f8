namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A venue that this silo speaks to.</summary>
/// <param name="Venue">Our name of the exchange, lower case.</param>
/// <param name="Name">The exchange's own name.</param>
/// <param name="BudgetPerMinute">Request weight that the exchange allows one address a minute; 0 when it has no limit.</param>
/// <param name="State">closed: every way to it is used. degraded: some are left alone. open: it is not asked at all for now, except to see whether it is back.</param>
/// <param name="Egress">Our addresses that requests go out from.</param>
public sealed record VenueView(string Venue, string Name, int BudgetPerMinute, string State, IReadOnlyList<EgressView> Egress);

/// <summary>One of our addresses as a venue treats it.</summary>
/// <param name="Address">direct, or host:port of a proxy.</param>
/// <param name="State">closed: it is used. open: the proxy cannot be used and is left alone; probing: one request is trying it. stopped: the venue told it to stop.</param>
/// <param name="Kind">Kind of the failure that is the reason; null while it is used.</param>
/// <param name="Message">The failure's words; null while it is used.</param>
/// <param name="Until">When it is asked again; null while it is used. UTC.</param>
/// <param name="UsedWeight">Request weight that the venue last said this address had used in the minute, whoever used it; null when it says no such thing.</param>
/// <param name="Hosts">The venue's hosts as reached from here.</param>
public sealed record EgressView(
    string Address, string State, string? Kind, string? Message, DateTimeOffset? Until, int? UsedWeight, IReadOnlyList<HostView> Hosts);

/// <summary>A venue's host as reached from one of our addresses.</summary>
/// <param name="Host">Its name, and its port where it is not the usual one.</param>
/// <param name="State">closed: it is used. open: it failed several times in a row and is left alone; probing: one request is trying it. blocked: it will not serve us from here.</param>
/// <param name="Kind">Kind of the failure that is the reason; null while it is used.</param>
/// <param name="Message">The failure's words; null while it is used.</param>
/// <param name="Until">When it is asked again; null while it is used. UTC.</param>
public sealed record HostView(string Host, string State, string? Kind, string? Message, DateTimeOffset? Until);

/// <summary>A product as its venue lists it.</summary>
/// <param name="Product">What the venue calls it, in its spelling.</param>
/// <param name="Pair">Base and quote asset, normalised: BTC/USD.</param>
/// <param name="Status">Whether the venue lets it be traded: online, halted or delisted.</param>
/// <param name="PriceStep">[quote per base] Smallest price change, in quote per base; null when the venue does not say.</param>
/// <param name="QuantityStep">[base] Lot step: order quantities are multiples of it, in base; null when the venue does not say.</param>
/// <param name="QuantityMin">[base] Smallest order quantity, in base; null when the venue does not say.</param>
/// <param name="NotionalMin">[quote] Smallest order value, in quote; null when the venue does not say.</param>
public sealed record ProductView(
    string Product, string Pair, string Status, string? PriceStep, string? QuantityStep, string? QuantityMin, string? NotionalMin);
