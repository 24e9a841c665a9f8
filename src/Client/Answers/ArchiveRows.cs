namespace OrderBookSilo.Client.Answers;

/// <summary>A dumped book that lies in the archive now.</summary>
internal sealed record ImportedFile(string Path, string Market, DateTimeOffset Slot, string TimeSource, bool IsNew);
