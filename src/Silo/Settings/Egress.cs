namespace OrderBookSilo.Silo.Settings;

/// <summary>Whether the silos of a cluster share one egress address; venues count requests by address.</summary>
internal enum Egress
{
    /// <summary>Each silo has its own address and so its own budget.</summary>
    Own,

    /// <summary>All silos share one address and so one budget.</summary>
    Shared,
}
