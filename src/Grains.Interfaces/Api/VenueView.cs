namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>A venue that this silo pulls from.</summary>
/// <param name="Venue">Our code of the exchange, lower case.</param>
/// <param name="Name">The exchange's own name.</param>
/// <param name="BudgetPerMinute">Request weight that the exchange allows one address a minute; 0 when it has no limit.</param>
/// <param name="State">closed: every route to it is used. degraded: some routes are not used. open: it is not called for now, except to check whether it has recovered.</param>
/// <param name="Egress">Our addresses that requests are sent from.</param>
public sealed record VenueView(string Venue, string Name, int BudgetPerMinute, string State, IReadOnlyList<EgressView> Egress);

/// <summary>One of our addresses and its state with a venue.</summary>
/// <param name="Address">direct, or host:port of a proxy.</param>
/// <param name="State">closed: it is used. open: the proxy failed and is not used; probing: one request is testing it. stopped: the venue told it to stop.</param>
/// <param name="Kind">Kind of the failure behind the state; null while it is used.</param>
/// <param name="Message">The failure's message; null while it is used.</param>
/// <param name="Until">When it will be tried again, UTC; null while it is used.</param>
/// <param name="UsedWeight">Request weight that the venue last reported for this address in the current minute, regardless of who used it; null when it reports none.</param>
/// <param name="Hosts">The venue's hosts and their state from this address.</param>
public sealed record EgressView(
    string Address, string State, string? Kind, string? Message, DateTimeOffset? Until, int? UsedWeight, IReadOnlyList<HostView> Hosts);

/// <summary>A venue's host and its state from one of our addresses.</summary>
/// <param name="Host">Host name, with the port where it is not the default.</param>
/// <param name="State">closed: it is used. open: it failed several times in a row and is not used; probing: one request is testing it. blocked: it refuses to serve this address.</param>
/// <param name="Kind">Kind of the failure behind the state; null while it is used.</param>
/// <param name="Message">The failure's message; null while it is used.</param>
/// <param name="Until">When it will be tried again, UTC; null while it is used.</param>
public sealed record HostView(string Host, string State, string? Kind, string? Message, DateTimeOffset? Until);

/// <summary>A product as its venue lists it.</summary>
/// <param name="Product">The venue's name of the instrument, in its spelling.</param>
/// <param name="Pair">Base and quote asset, normalised: BTC/USD.</param>
/// <param name="Status">Trading status: online, halted or delisted.</param>
/// <param name="PriceStep">[quote per base] Smallest price change, in quote per base; null when the venue does not publish it.</param>
/// <param name="QuantityStep">[base] Lot step: order quantities are multiples of it, in base; null when the venue does not publish it.</param>
/// <param name="QuantityMin">[base] Smallest order quantity, in base; null when the venue does not publish it.</param>
/// <param name="NotionalMin">[quote] Smallest order value, in quote; null when the venue does not publish it.</param>
/// <param name="QuantityMax">[base] Largest quantity of one market order, in base; null when the venue does not publish it.</param>
/// <param name="NotionalMax">[quote] Largest value of one market order, in quote; null when the venue does not publish it.</param>
public sealed record ProductView(
    string Product,
    string Pair,
    string Status,
    string? PriceStep,
    string? QuantityStep,
    string? QuantityMin,
    string? NotionalMin,
    string? QuantityMax,
    string? NotionalMax);
