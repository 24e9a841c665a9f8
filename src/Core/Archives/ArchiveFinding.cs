namespace OrderBookSilo.Core.Archives;

/// <summary>A kind of defect found in the archive.</summary>
public enum ArchiveFindingKind
{
    /// <summary>The object's key does not follow our layout.</summary>
    Foreign,

    /// <summary>
    /// Its content cannot be decompressed, its bytes do not match its hash, its metadata is missing or wrong, the facts say
    /// something else about it, or it cannot be read while other objects can.
    /// </summary>
    Damaged,

    /// <summary>The object is sound, but it was received in a different slot than its key says.</summary>
    Misplaced,

    /// <summary>Facts refer to it, or it was listed, but it is not in the archive.</summary>
    Missing,

    /// <summary>Facts were computed from it, but this version of the software does not accept it as a book.</summary>
    Unreadable,
}

/// <summary>One defect of one archived object.</summary>
public sealed record ArchiveFinding(ArchiveFindingKind Kind, string Key, string Message)
{
    public static ArchiveFinding Foreign(string key) => new(ArchiveFindingKind.Foreign, key, "its key does not follow the archive's layout");
}
