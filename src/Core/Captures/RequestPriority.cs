namespace OrderBookSilo.Core.Captures;

/// <summary>What a request to a venue is for, which decides how much of the venue's budget it may use.</summary>
public enum RequestPriority
{
    /// <summary>The first attempt of a slot, or a listing: may wait for the budget and use all of it.</summary>
    First,

    /// <summary>A later attempt of a slot: uses what is free immediately, up to its share.</summary>
    Retry,

    /// <summary>Asked for by a caller: uses what is free immediately, up to a share of its own.</summary>
    OnDemand,
}
