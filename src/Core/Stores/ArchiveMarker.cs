namespace OrderBookSilo.Core.Stores;

/// <summary>The object that says which archive this is. It lies beside the captures, never among them.</summary>
public static class ArchiveMarker
{
    public const string Key = "orderbook-archive";

    /// <summary>Larger than any marker.</summary>
    public const int BytesMax = 1024;
}
