using System.Security.Cryptography;
using System.Text;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Archives;

/// <summary>What there is of one slot.</summary>
/// <param name="Named">The row of its book; null without facts.</param>
/// <param name="Keys">All of its captures in the archive, in order.</param>
public sealed record SlotEvidence(DateTimeOffset SlotStart, BookRecord? Named, IReadOnlyList<string> Keys);

/// <summary>What there is of a market's slots that start on one UTC day.</summary>
/// <param name="Foreign">Keys of what lies among the captures and is none.</param>
public sealed record DayEvidence(Market Market, DateOnly Day, IReadOnlyList<SlotEvidence> Slots, IReadOnlyList<string> Foreign)
{
    private const int FingerprintBytes = 8;

    /// <summary>Raised when other books or other columns come of the same evidence.</summary>
    private const int Reading = 1;

    public int Objects { get; init; }

    /// <summary>gzip'd, without metadata.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Hex digits that are others when there is another object, or when facts name another one.</summary>
    public string Fingerprint
    {
        get
        {
            var text = new StringBuilder().Append(Reading);
            foreach (var slot in Slots)
            {
                text.Append('\n').Append(slot.SlotStart.ToUnixTimeSeconds()).Append(' ').Append(slot.Named?.ArchiveKey).Append(' ').AppendJoin(' ', slot.Keys);
            }

            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, FingerprintBytes));
        }
    }
}
