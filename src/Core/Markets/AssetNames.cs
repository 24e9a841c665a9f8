namespace OrderBookSilo.Core.Markets;

/// <summary>The venues' tickers that name another asset than elsewhere, as configured.</summary>
/// <param name="ByTicker">The asset that a venue's ticker stands for; by venue and ticker, upper case.</param>
public sealed record AssetNames(IReadOnlyDictionary<(string Venue, string Ticker), Asset> ByTicker)
{
    public static AssetNames None { get; } = new(new Dictionary<(string, string), Asset>());

    /// <summary>The product with the names of its assets.</summary>
    public Product Rename(string venue, Product product) =>
        product with { Pair = new Pair(Of(venue, product.Pair.Base), Of(venue, product.Pair.Quote)) };

    private Asset Of(string venue, Asset ticker) => ByTicker.GetValueOrDefault((venue, ticker.Code), ticker);
}
