using System.Globalization;
using System.Text;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Simulation.Faults;

namespace OrderBookSilo.Simulation.World;

/// <summary>A market's responses: bodies in its venue's wire format, from valid to worthless.</summary>
internal sealed class BookSource(Market market, FaultPlan faults, Dice dice)
{
    private const int LevelsMax = 6;
    private readonly StringBuilder text = new();
    private long mid = 100_000 + dice.Next(900_000);
    private long sequence = 1;
    private byte[]? last;

    public Dice Dice => dice;

    public byte[] NextBody()
    {
        if (last is not null && faults.Strikes(FaultClass.VenueUnchanged, dice))
        {
            return last;
        }

        if (faults.Strikes(FaultClass.VenueHtml, dice))
        {
            return Encoding.ASCII.GetBytes($"<html><body>Sorry {dice.Next(1000)}</body></html>");
        }

        mid += dice.Next(2001) - 1000;
        mid = Math.Max(mid, 10_000);
        var body = Body(
            faults.Strikes(FaultClass.VenueCrossed, dice),
            isEmpty: faults.Strikes(FaultClass.VenueEmpty, dice),
            isOneSided: faults.Strikes(FaultClass.VenueOneSided, dice));
        last = faults.Strikes(FaultClass.VenueTruncated, dice) ? body[..(1 + dice.Next(body.Length - 1))] : body;
        return last;
    }

    private byte[] Body(bool isCrossed, bool isEmpty, bool isOneSided)
    {
        var isCoinbase = market.Venue == "coinbase";
        text.Clear().Append(CultureInfo.InvariantCulture, $"{{\"{(isCoinbase ? "sequence" : "lastUpdateId")}\":{++sequence},\"bids\":[");
        Side(isEmpty ? 0 : 1 + dice.Next(LevelsMax), mid + (isCrossed ? 500 : -1), -1, isCoinbase);
        text.Append("],\"asks\":[");
        Side(isEmpty || isOneSided ? 0 : 1 + dice.Next(LevelsMax), mid, +1, isCoinbase);
        text.Append(isCoinbase ? "],\"auction_mode\":false,\"auction\":null,\"time\":\"2026-08-09T21:05:48.483587Z\"}" : "]}");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private void Side(int levels, long price, int direction, bool isCoinbase)
    {
        for (var i = 0; i < levels; i++)
        {
            text.Append(i == 0 ? "" : ",")
                .Append(CultureInfo.InvariantCulture, $"[\"{price / 100}.{price % 100:00}\",\"{dice.Next(40)}.{1 + dice.Next(99_999_998):00000000}\"")
                .Append(isCoinbase ? ",1]" : "]");
            price += direction * (1 + dice.Next(300));
        }
    }
}
