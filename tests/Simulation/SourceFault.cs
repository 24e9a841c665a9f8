using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation;

/// <summary>A mended fault of the product, put back by replacing one text of its sources.</summary>
/// <param name="Name">The fault, as a sentence.</param>
/// <param name="File">The file in <c>src/Core</c>.</param>
/// <param name="Plant">What else is needed to see it.</param>
internal sealed record SourceFault(string Name, string File, string Text, string Replacement, Plant Plant = Plant.None)
{
    public static readonly IReadOnlyList<SourceFault> All =
    [
        new("a market without an interval counts as stopped by a user", "Stores/MarketRun.cs", "record.WasStarted ? MarketRun.Stopped : MarketRun.NeverStarted", "MarketRun.Stopped", Plant.MarketRowApart),
        new("a book that its venue cut counts as whole", "Venues/Binance.cs", "SequenceField = \"lastUpdateId\" }", "SequenceField = \"lastUpdateId\", IsWhole = true }"),
        new("a book that stands still is traded", "Splits/SplitPlanner.cs", "isFrozen ? SplitExclusion.Frozen", "false ? SplitExclusion.Frozen"),
        new("a halted market is traded", "Splits/SplitPlanner.cs", "status is not (null or ProductStatus.Online) ? ", "false ? "),
        new("two coins under one name are one asset", "Splits/PriceAgreement.cs", "!IsNear(price, OthersOf(prices, own.Index), distanceMax)", "!price.Equals(price)"),
        new("no order is too large", "Markets/MarketRules.cs", "byQuantity is null || byNotional > byQuantity ? byNotional : byQuantity", "byQuantity is null ? byNotional : null"),
        new("a number of more than 64 bits refuses the book", "Books/DecimalColumn.cs", "|| TryAddWide(mantissa, decimals))", "|| false)"),
        new("a fee that was always valid is dropped", "Fees/FeeRow.cs", "text is \"-infinity\" or \"infinity\"", "text is \"infinity\""),
        new("a full disk has another name", "Pulls/PullAttempt.cs", "full.IsDiskFull ? FailureKind.DiskFull : FailureKind.Interrupted", "FailureKind.Interrupted"),
        new("an unknown error of a store stops the fetch", "Pulls/SlotFinisher.cs", "catch (Exception other) when (!attempt.IsStopped)", "catch (OperationCanceledException other) when (!attempt.IsStopped)"),
        new("an unknown error of a store loses the book that was fetched", "Pulls/PullAttempt.cs", "catch (Exception refusal)\n        {\n            // Whatever", "catch (StoreUnavailableException refusal)\n        {\n            // Whatever"),
        new("an entry is blamed for an archive that refuses everything", "Spooling/SpoolDrainer.cs", "store != Archive || entry is SpooledCapture", "store.Length > 0"),
        new("an object is blamed for an unknown error of the archive", "Audits/EvidenceReader.cs", "when (unknown is not (InvalidDataException", "when (unknown is TimeoutException && unknown is not (InvalidDataException"),
        new("a capture is blamed for an unknown error of the warehouse", "Audits/Auditor.cs", "tries < EvidenceReader.TriesMax && refusal is not", "tries < 1 && refusal is not"),
        new("no clock is ever wrong", "Schedule/ClockOffset.cs", "ahead.Duration() > Max ? ClockState.Off : ClockState.Ok", "ahead == TimeSpan.MinValue ? ClockState.Off : ClockState.Ok"),
    ];
}
