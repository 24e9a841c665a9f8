using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Faults;
using OrderBookSilo.VenueSimulator.Markets;
using OrderBookSilo.VenueSimulator.Wire;

namespace OrderBookSilo.VenueSimulator.Serving;

/// <summary>Answers requests to one venue, applying the pending faults.</summary>
internal sealed class VenueHandler(
    IVenueWire wire, Catalogue catalogue, BookShelf shelf, FaultSchedule faults, RequestLog log, ReplySender sender, TimeProvider time)
{
    private const int OtherCoinFactor = 100;

    private readonly ConcurrentDictionary<string, byte[]> pins = new();
    private readonly ConcurrentDictionary<(string Product, int Depth), Reply> still = new();

    /// <summary>Makes these bytes the answer to every request for a product's book; null ends that.</summary>
    public void Pin(string product, byte[]? body)
    {
        if (body is null)
        {
            pins.TryRemove(product, out _);
        }
        else
        {
            pins[product] = body;
        }
    }

    public async Task HandleAsync(HttpContext http, string path)
    {
        var call = wire.Read(path, http.Request.Query);
        var fault = faults.Take(wire.Code, call.Product);
        var usedWeight = log.Add(new SeenRequest(
            time.GetUtcNow(),
            wire.Code,
            call.Kind.ToString().ToLowerInvariant(),
            call.Product,
            path + http.Request.QueryString,
            call.Weight,
            fault?.Kind.ToString(),
            http.Request.Headers.UserAgent));
        var reply = (fault is null ? null : FaultyReply(call, fault)) ?? GoodReply(call);
        await sender.SendAsync(http, reply with { Headers = wire.HeadersFor(usedWeight) }, fault);
    }

    private Reply GoodReply(VenueCall call)
    {
        switch (call.Kind)
        {
            case CallKind.Listing:
                return ListingReply(call.Product);
            case CallKind.Book when call.Product is not null && pins.TryGetValue(call.Product, out var pinned):
                return new Reply(200, pinned);
            case CallKind.Book:
                return FindMarket(call) is { } market ? BookReply(market, call.Depth) : wire.UnknownProduct;
            default:
                return wire.UnknownCall;
        }
    }

    private Reply BookReply(SimulatedMarket market, int depth)
    {
        if ((StateOf(market, FaultKind.Halt) ?? StateOf(market, FaultKind.Freeze)) is not null)
        {
            return still.GetOrAdd((market.Symbol, depth), _ => MovingReply(market, depth));
        }

        still.TryRemove((market.Symbol, depth), out _);
        return MovingReply(market, depth);
    }

    private Reply MovingReply(SimulatedMarket market, int depth) => StateOf(market, FaultKind.OtherCoin) is { } other
        ? new Reply(200, wire.WriteBook(Distortion.Reprice(shelf.GetBook(market), other.Factor ?? OtherCoinFactor), depth))
        : shelf.Get(wire, market, depth);

    private Fault? StateOf(SimulatedMarket market, FaultKind kind) => faults.FindState(wire.Code, market.Symbol, kind);

    private SimulatedMarket AsListed(SimulatedMarket market) => market with { IsHalted = StateOf(market, FaultKind.Halt) is not null };

    private Reply ListingReply(string? product)
    {
        if (product is null)
        {
            return new Reply(200, wire.WriteListing([.. catalogue.ListOf(wire.Code).Select(AsListed)], time.GetUtcNow()));
        }

        return catalogue.Find(wire.Code, product) is { } market
            ? new Reply(200, wire.WriteListing([AsListed(market)], time.GetUtcNow()))
            : wire.UnknownProduct;
    }

    private Reply? FaultyReply(VenueCall call, Fault fault) => fault.Kind switch
    {
        FaultKind.Status when fault.Body is null => wire.Error(fault.Status ?? 500, time.GetUtcNow(), fault.RetryAfterSeconds),
        FaultKind.Status or FaultKind.Body => new Reply(fault.Status ?? 200, System.Text.Encoding.UTF8.GetBytes(fault.Body ?? "")),
        FaultKind.Html => Pages.Maintenance,
        FaultKind.Garbage => new Reply(200, "\u0001\u0002}{ not a book \u00FF\u00FE,,"u8.ToArray()),
        FaultKind.Cut => CutReply(call, fault),
        FaultKind.FewLevels => FindMarket(call) is { } cut ? shelf.Get(wire, cut, Math.Min(call.Depth, fault.Levels!.Value)) : null,
        _ => FindMarket(call) is { } market && Distort(market, fault.Kind) is { } book
            ? new Reply(200, wire.WriteBook(book, call.Depth))
            : null,
    };

    private Reply CutReply(VenueCall call, Fault fault)
    {
        var whole = GoodReply(call).Body;
        return new Reply(200, whole[..Math.Min(fault.TruncateAtBytes ?? whole.Length / 2, whole.Length)]);
    }

    private SimulatedBook? Distort(SimulatedMarket market, FaultKind kind) => kind switch
    {
        FaultKind.Crossed => Distortion.Cross(shelf.GetBook(market)),
        FaultKind.OneSided => Distortion.OneSided(shelf.GetBook(market)),
        FaultKind.Empty => Distortion.Empty(shelf.GetBook(market)),
        FaultKind.Auction => shelf.GetBook(market) with { IsInAuction = true },
        FaultKind.ZeroSize => shelf.GetBook(market) with { FirstBidQuantity = "0.00000000" },
        FaultKind.NegativeSize => shelf.GetBook(market) with { FirstBidQuantity = "-1.00000000" },
        FaultKind.BadNumber => shelf.GetBook(market) with { FirstBidQuantity = "1.2.3" },
        _ => null,
    };

    private SimulatedMarket? FindMarket(VenueCall call) =>
        call is { Kind: CallKind.Book, Product: { } product } ? catalogue.Find(wire.Code, product) : null;
}
