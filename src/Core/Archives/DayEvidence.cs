using System.Security.Cryptography;
using System.Text;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Core.Archives;

/// <summary>The evidence of one slot.</summary>
/// <param name="Named">The slot's book row; null without facts.</param>
/// <param name="Keys">All of its captures in the archive, in order.</param>
public sealed record SlotEvidence(DateTimeOffset SlotStart, BookRecord? Named, IReadOnlyList<string> Keys);

/// <summary>The evidence of a market's slots that start on one UTC day.</summary>
/// <param name="Foreign">Keys of foreign objects found among the captures.</param>
public sealed record DayEvidence(Market Market, DateOnly Day, IReadOnlyList<SlotEvidence> Slots, IReadOnlyList<string> Foreign)
{
    private const int FingerprintBytes = 8;

    /// <summary>Increase when the same evidence yields different books or columns.</summary>
    private const int Reading = 1;

    public int Objects { get; init; }

    /// <summary>Compressed size, without metadata.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Hex digest that changes when an object is added or when facts refer to a different one.</summary>
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
