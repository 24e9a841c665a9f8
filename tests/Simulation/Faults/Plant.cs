namespace OrderBookSilo.Simulation.Faults;

/// <summary>An intentional bug that the checks must find.</summary>
public enum Plant
{
    None,

    /// <summary>The archive sometimes reports objects as stored that are not.</summary>
    ArchiveForgets,

    /// <summary>The archive stores the newest body of a slot under the key of the first.</summary>
    ArchiveOverwrites,

    /// <summary>A restart loses the newest entry of the spool.</summary>
    SpoolForgets,

    /// <summary>A late book leaves the slot's gap in place.</summary>
    GapStays,

    /// <summary>A book committed again is written a second time.</summary>
    CommitTwice,

    /// <summary>A slot is marked as done before its facts are written.</summary>
    StateAhead,

    /// <summary>One fill of a walk is omitted.</summary>
    FillLost,

    /// <summary>Requests are sent without a permit from the budget.</summary>
    BudgetIgnored,

    /// <summary>The row of a failed attempt is not written.</summary>
    FailureDropped,

    /// <summary>The archive sometimes keeps other bytes than were sent, and reports them as stored.</summary>
    ArchiveDamages,

    /// <summary>The row of a market is written before and apart from its first active interval, and counts as a start.</summary>
    MarketRowAlone,

    /// <summary>The same without counting as a start: no bug, as long as such a market is known not to have been started.</summary>
    MarketRowApart,
}
