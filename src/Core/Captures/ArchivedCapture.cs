namespace OrderBookSilo.Core.Captures;

/// <summary>A capture that lies in the archive under a key.</summary>
public sealed record ArchivedCapture(string Key, Capture Capture);
