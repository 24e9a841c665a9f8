using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Fees;

/// <summary>The fee schedules in the database. Every method throws <see cref="StoreUnavailableException"/> when it cannot be reached.</summary>
public interface IFeeStore
{
    /// <summary>Adds the missing rows; existing rows are not changed.</summary>
    Task AddFeeRowsAsync(IReadOnlyList<FeeRow> rows, CancellationToken cancel);

    /// <summary>Every usable row, and a sentence for each unusable one.</summary>
    Task<(IReadOnlyList<FeeRow> Rows, IReadOnlyList<string> Problems)> ReadFeeRowsAsync(CancellationToken cancel);
}
