namespace OrderBookSilo.Silo.Settings;

/// <summary>The address from which the silos of a cluster reach the venues, which count requests by address.</summary>
internal enum Egress
{
    /// <summary>Each silo has one of its own, and so a budget of its own.</summary>
    Own,

    /// <summary>All silos have the same, and so one budget.</summary>
    Shared,
}
