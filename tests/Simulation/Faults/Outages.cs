namespace OrderBookSilo.Simulation.Faults;

/// <summary>The outages of something: periods drawn as the clock reaches them.</summary>
internal sealed class Outages(Dice dice, double share, TimeSpan meanLength)
{
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> stretches = [];
    private DateTimeOffset drawnUntil;

    public bool Contains(DateTimeOffset now)
    {
        if (share <= 0)
        {
            return false;
        }

        drawnUntil = drawnUntil == default ? now : drawnUntil;
        while (drawnUntil <= now)
        {
            var from = drawnUntil + dice.Wait(meanLength * ((1 - share) / share));
            drawnUntil = from + dice.Wait(meanLength);
            stretches.Add((from, drawnUntil));
        }

        for (var i = stretches.Count - 1; i >= 0 && stretches[i].To > now; i--)
        {
            if (now >= stretches[i].From)
            {
                return true;
            }
        }

        return false;
    }
}
