using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Core.Fees;

/// <summary>The fee schedules in the database. Every method throws <see cref="StoreUnavailableException"/> when it cannot be reached.</summary>
public interface IFeeStore
{
    /// <summary>Adds the rows that are missing; an existing row stays as it is.</summary>
    Task AddFeeRowsAsync(IReadOnlyList<FeeRow> rows, CancellationToken cancel);

    /// <summary>Every row that can be used, and a sentence for each that cannot.</summary>
    Task<(IReadOnlyList<FeeRow> Rows, IReadOnlyList<string> Problems)> ReadFeeRowsAsync(CancellationToken cancel);
}
