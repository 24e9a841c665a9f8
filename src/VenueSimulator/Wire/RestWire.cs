using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using OrderBookSilo.VenueSimulator.Books;
using OrderBookSilo.VenueSimulator.Markets;

namespace OrderBookSilo.VenueSimulator.Wire;

/// <summary>A call for a book.</summary>
/// <param name="Path">Its path, with <c>{product}</c> where the product is in it.</param>
/// <param name="ProductQuery">The query parameter with the product; null where it is in the path.</param>
/// <param name="DepthQuery">The query parameter with the number of levels; null where there is none.</param>
/// <param name="DepthDefault">Levels a side without it.</param>
/// <param name="DepthMax">Levels a side at most.</param>
/// <param name="Weight">Its cost in the venue's budget.</param>
internal sealed record BookRoute(string Path, string? ProductQuery, string? DepthQuery, int DepthDefault, int DepthMax, int Weight = 1)
{
    /// <summary>The call of this request; null when it is another one.</summary>
    public VenueCall? Read(string path, IQueryCollection query)
    {
        if (FindProduct(path, query) is not { } product)
        {
            return null;
        }

        // A number of 0 asks for all levels.
        var isGiven = DepthQuery is not null && int.TryParse(query[DepthQuery], CultureInfo.InvariantCulture, out var asked) && asked >= 0;
        var depth = isGiven ? int.Parse(query[DepthQuery!]!, CultureInfo.InvariantCulture) : DepthDefault;
        return new VenueCall(CallKind.Book, product, depth == 0 ? DepthMax : Math.Min(depth, DepthMax), Weight);
    }

    private string? FindProduct(string path, IQueryCollection query)
    {
        if (ProductQuery is not null)
        {
            return path == Path ? query[ProductQuery].ToString() : null;
        }

        var ends = Path.Split("{product}");
        return path.Length > ends[0].Length + ends[1].Length && path.StartsWith(ends[0], StringComparison.Ordinal) && path.EndsWith(ends[1], StringComparison.Ordinal)
            ? Uri.UnescapeDataString(path[ends[0].Length..^ends[1].Length])
            : null;
    }
}

/// <summary>The wire format of an exchange, described by data.</summary>
internal sealed record RestWire(string Code) : IVenueWire
{
    public required IReadOnlyList<BookRoute> Books { get; init; }

    public required BookLayout Layout { get; init; }

    public required string ListingPath { get; init; }

    public int ListingWeight { get; init; } = 1;

    /// <summary>Text before and after the products of the listing.</summary>
    public required (string Head, string Tail) Listing { get; init; }

    /// <summary>A product's entry in the listing.</summary>
    public required Func<SimulatedMarket, VenueListing, string> Entry { get; init; }

    /// <summary>The name under which an answer shows a product, where it differs from the product's.</summary>
    public Func<SimulatedMarket, VenueListing, string>? Id { get; init; }

    /// <summary>Status and body for a product that is not listed.</summary>
    public required (int Status, string Body) Unknown { get; init; }

    /// <summary>The body of a rate limit.</summary>
    public required string TooMany { get; init; }

    /// <summary>The body of a 403 where it is not the page of a firewall.</summary>
    public string? Forbidden { get; init; }

    /// <summary>Significant digits that prices are rounded to, away from the other side; 0 for all.</summary>
    public int PriceDigits { get; init; }

    public string? UsedWeightHeader { get; init; }

    public Reply UnknownProduct => Json(Unknown.Status, Unknown.Body);

    public Reply UnknownCall { get; } = Pages.Gateway(404);

    private VenueListing Names => VenueListing.Of(Code);

    public VenueCall Read(string path, IQueryCollection query) =>
        path == ListingPath ? new VenueCall(CallKind.Listing, Weight: ListingWeight)
        : Books.Select(route => route.Read(path, query)).FirstOrDefault(call => call is not null) ?? new VenueCall(CallKind.Unknown);

    public byte[] WriteBook(SimulatedBook book, int depth)
    {
        var shown = PriceDigits == 0 ? book : Rounding.Round(book, PriceDigits);
        return Layout.Write(shown, depth, Id?.Invoke(book.Market, Names) ?? book.Market.Symbol);
    }

    public byte[] WriteListing(IReadOnlyList<SimulatedMarket> markets, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes(Listing.Head + string.Join(',', markets.Select(market => Entry(market, Names))) + Listing.Tail);

    public Reply Error(int status, DateTimeOffset now, int? retryAfterSeconds) => status switch
    {
        400 or 404 => Json(status, Unknown.Body),
        403 when Forbidden is not null => new Reply(status, Encoding.UTF8.GetBytes(Forbidden), "text/plain"),
        418 or 420 or 429 => Json(status, TooMany),
        _ => Pages.Gateway(status),
    };

    public IReadOnlyDictionary<string, string> HeadersFor(int usedWeight) => UsedWeightHeader is null
        ? new Dictionary<string, string>()
        : new Dictionary<string, string> { [UsedWeightHeader] = usedWeight.ToString(CultureInfo.InvariantCulture) };

    private static Reply Json(int status, string body) =>
        body.StartsWith('<') ? Pages.Gateway(status) : new Reply(status, Encoding.UTF8.GetBytes(body));
}
