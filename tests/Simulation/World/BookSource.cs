using System.Globalization;
using System.Text;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Core.Numbers;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>A market's responses: bodies in its venue's wire format, from valid to worthless, and what the world knows of them.</summary>
internal sealed class BookSource(Market market, SourceTerms terms, FaultPlan faults, Dice dice)
{
    private const int LevelsMax = 6;
    private const int NoiseMax = 1000;
    private readonly StringBuilder text = new();
    private readonly bool isCoinbase = market.Venue == "coinbase";
    private readonly long tick = (long)Math.Pow(10, terms.Decimals);
    private readonly Exact quantityMax = Exact.FromScaled(1 + terms.Dice.Next(300), 1);
    private readonly Exact? notionalMax = terms.Dice.Chance(0.5) ? 1000 + terms.Dice.Next(60_000) : null;
    private long mid = terms.Price + dice.Next(NoiseMax);
    private long sequence = 1;
    private SentBook? last;
    private SentBook? still;

    public Dice Dice => dice;

    public bool IsOtherCoin => terms.IsOtherCoin;

    /// <summary>By the hash of the bytes.</summary>
    public Dictionary<string, SentBook> Sent { get; } = [];

    public bool IsHaltedAt(DateTimeOffset at) => at < terms.Until && terms.Halts.Contains(at);

    /// <summary>What the venue lists for the market at this time.</summary>
    public Product ListingAt(Pair pair, DateTimeOffset at) => new(
        market.Product, pair, IsHaltedAt(at) ? ProductStatus.Halted : ProductStatus.Online,
        PriceStep: null, QuantityStep: null, QuantityMin: null, NotionalMin: null, quantityMax, notionalMax);

    public SentBook NextBody(DateTimeOffset now)
    {
        FaultClass? standstill = faults.Has(FaultClass.VenueHalted) && IsHaltedAt(now) ? FaultClass.VenueHalted
            : faults.Has(FaultClass.VenueFrozen) && terms.Freezes.Contains(now) ? FaultClass.VenueFrozen
            : null;
        if (standstill is { } kind && still is not null)
        {
            faults.Count(kind);
            return still;
        }

        var sent = DrawBody(now);
        still = standstill is not null && sent.IsBook ? sent : null;
        return sent;
    }

    private SentBook DrawBody(DateTimeOffset now)
    {
        if (last is not null && faults.Strikes(FaultClass.VenueUnchanged, dice))
        {
            return last;
        }

        if (faults.Strikes(FaultClass.VenueHtml, dice))
        {
            return Worthless(Encoding.ASCII.GetBytes($"<html><body>Sorry {dice.Next(1000)}</body></html>"));
        }

        mid += dice.Next((2 * NoiseMax) + 1) - NoiseMax;
        mid = Math.Clamp(mid, terms.Price * 98 / 100, terms.Price * 102 / 100);
        var body = Body(
            now,
            faults.Strikes(FaultClass.VenueCrossed, dice),
            isEmpty: faults.Strikes(FaultClass.VenueEmpty, dice),
            isOneSided: faults.Strikes(FaultClass.VenueOneSided, dice));
        last = faults.Strikes(FaultClass.VenueTruncated, dice) ? Worthless(body.Bytes[..(1 + dice.Next(body.Bytes.Length - 1))]) : body;
        return last;
    }

    private SentBook Body(DateTimeOffset now, bool isCrossed, bool isEmpty, bool isOneSided)
    {
        // A venue with a cap on levels has more of them than it sends.
        var isCut = !isCoinbase && faults.Strikes(FaultClass.VenueCut, terms.Dice);
        var isWide = faults.Strikes(FaultClass.VenueWide, terms.Dice);
        text.Clear().Append(CultureInfo.InvariantCulture, $"{{\"{(isCoinbase ? "sequence" : "lastUpdateId")}\":{++sequence},\"bids\":[");
        Side(isEmpty ? 0 : 1 + dice.Next(LevelsMax), mid + (isCrossed ? 500 : -1), -1, isWide);
        text.Append("],\"asks\":[");
        Side(isEmpty || isOneSided ? 0 : 1 + dice.Next(LevelsMax), mid, +1, isWide: false);
        text.Append(isCoinbase ? $"],\"auction_mode\":false,\"auction\":null,\"time\":\"{now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\"}}" : "]}");
        var hasAsks = !isEmpty && !isOneSided;
        return new SentBook(Encoding.ASCII.GetBytes(text.ToString()), sequence, IsBook: !isEmpty && !(isCrossed && hasAsks), !isEmpty, hasAsks, isCut);
    }

    private void Side(int levels, long price, int direction, bool isWide)
    {
        for (var i = 0; i < levels; i++)
        {
            // With eight decimals, so many units need more than 64 bits.
            var units = dice.Next(40) + (isWide && i == 0 ? 100_000_000_000 : 0);
            text.Append(i == 0 ? "" : ",")
                .Append(CultureInfo.InvariantCulture, $"[\"{price / tick}.{(price % tick).ToString($"D{terms.Decimals}", CultureInfo.InvariantCulture)}\",\"{units}.{1 + dice.Next(99_999_998):00000000}\"")
                .Append(isCoinbase ? ",1]" : "]");
            price += direction * (1 + dice.Next(300));
        }
    }

    private static SentBook Worthless(byte[] bytes) => new(bytes, Sequence: 0, IsBook: false, HasBids: false, HasAsks: false, IsCut: false);
}

/// <summary>What a market's responses are drawn from.</summary>
/// <param name="Price">In units of the last decimal.</param>
/// <param name="IsOtherCoin">Whether the venue uses the asset's name for another coin.</param>
/// <param name="Freezes">When the venue's book stands still though it trades.</param>
/// <param name="Halts">When the venue does not trade it, so that its book stands still.</param>
/// <param name="Until">When faults end.</param>
internal sealed record SourceTerms(long Price, int Decimals, bool IsOtherCoin, Outages Freezes, Outages Halts, DateTimeOffset Until, Dice Dice);
