namespace OrderBookSilo.Client.Api;

/// <summary>The caller asked in a way that cannot be sent; the message says what would be right.</summary>
internal sealed class UsageException(string message) : Exception(message);
