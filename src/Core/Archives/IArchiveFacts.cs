using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Markets;

namespace OrderBookSilo.Core.Archives;

/// <summary>
/// The archived objects as the facts refer to them. Every method throws <see cref="StoreUnavailableException"/> when the
/// database cannot be reached.
/// </summary>
public interface IArchiveFacts
{
    /// <summary>What pulls and books of all versions say about the objects of the market's slots that start on this UTC day.</summary>
    Task<IReadOnlyList<NamedCapture>> ReadNamedAsync(Market market, DateOnly day, CancellationToken cancel);

    /// <summary>The UTC days on which slots in [from, to) start whose facts refer to an object; without limits all of them.</summary>
    Task<IReadOnlyList<DateOnly>> ReadNamedDaysAsync(Market market, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancel);
}

/// <summary>An archived object as one fact describes it.</summary>
/// <param name="SlotStart">Start of the slot, UTC.</param>
public sealed record NamedCapture(string Key, DateTimeOffset SlotStart, string Sha256, DateTimeOffset RequestedAt, DateTimeOffset ReceivedAt);
