namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>An invalid query; the message says what would be valid, and becomes a problem with status 400.</summary>
internal sealed class QueryException(string message) : Exception(message);
