namespace OrderBookSilo.Client.Api;

/// <summary>Invalid usage; the message says what would be valid.</summary>
internal sealed class UsageException(string message) : Exception(message);
