namespace OrderBookSilo.Silo.Api.Requests;

/// <summary>A query that cannot be answered; the message says what would be right, and becomes a problem of status 400.</summary>
internal sealed class QueryException(string message) : Exception(message);
