namespace OrderBookSilo.Simulation.Faults;

/// <summary>A bug put in on purpose, which the checks must find.</summary>
public enum Plant
{
    None,

    /// <summary>The archive now and then says that it has stored what it has not.</summary>
    ArchiveForgets,

    /// <summary>The archive stores the newest body of a slot under the key of the first.</summary>
    ArchiveOverwrites,

    /// <summary>A restart loses the newest entry of the spool.</summary>
    SpoolForgets,

    /// <summary>A book that comes late leaves the slot's gap where it is.</summary>
    GapStays,

    /// <summary>A book is written a second time beside the first, when it is committed again.</summary>
    CommitTwice,

    /// <summary>A slot is taken for done before its facts are written.</summary>
    StateAhead,

    /// <summary>One fill of a walk is left out.</summary>
    FillLost,

    /// <summary>Requests are sent without asking the budget.</summary>
    BudgetIgnored,

    /// <summary>The row of a failed attempt is not written.</summary>
    FailureDropped,
}
