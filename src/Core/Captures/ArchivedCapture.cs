namespace OrderBookSilo.Core.Captures;

/// <summary>A capture and its key in the archive.</summary>
public sealed record ArchivedCapture(string Key, Capture Capture);
