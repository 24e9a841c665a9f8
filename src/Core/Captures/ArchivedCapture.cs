namespace OrderBookSilo.Core.Captures;

/// <summary>A capture and its key in the archive.</summary>
public sealed record ArchivedCapture(string Key, Capture Capture)
{
    /// <summary>
    /// Whether the stored bytes are those that the writer hashed, read without a buffer only; null when the writer, an older
    /// version, recorded no hash of the bytes or none of the metadata, so that this is unknown.
    /// </summary>
    public bool? IsAsWritten { get; init; }
}
