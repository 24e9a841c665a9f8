using OrderBookSilo.Core.Books;

namespace OrderBookSilo.Core.Captures;

/// <summary>A capture and the valid book in it.</summary>
public sealed record CapturedBook(Capture Capture, OrderBook Book);
