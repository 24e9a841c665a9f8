namespace OrderBookSilo.Core.Archives;

/// <summary>What may be wrong with something in the archive.</summary>
public enum ArchiveFindingKind
{
    /// <summary>It is no capture of ours: its key is none that we write.</summary>
    Foreign,

    /// <summary>It cannot be inflated, its bytes do not match its hash, its metadata are missing or those of another, or it cannot be read while others can.</summary>
    Damaged,

    /// <summary>It is sound, but it was received in another slot than its key says.</summary>
    Misplaced,

    /// <summary>Facts name it, or it was listed, and it is not there.</summary>
    Missing,

    /// <summary>Facts were made of it, and to this version of the software it is no book.</summary>
    Unreadable,
}

/// <summary>Something wrong with one object of the archive.</summary>
public sealed record ArchiveFinding(ArchiveFindingKind Kind, string Key, string Message)
{
    public static ArchiveFinding Foreign(string key) => new(ArchiveFindingKind.Foreign, key, "its key is not one of ours");
}
