namespace OrderBookSilo.EndToEnd.Tests.Crashes;

/// <summary>Begins and ends faults, and selects them so that all classes occur equally often.</summary>
internal sealed class Faults(CrashWorld world, Random chance)
{
    private static readonly TimeSpan VenueBytePeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreBytePeriod = TimeSpan.FromMilliseconds(20);

    private readonly Queue<FaultClass> deck = new();
    private bool databaseIsDown;
    private bool archiveIsDown;

    /// <summary>How often each class was begun.</summary>
    public Dictionary<FaultClass, int> Injected { get; } = Enum.GetValues<FaultClass>().ToDictionary(kind => kind, _ => 0);

    /// <summary>The next class from a shuffled deck of all classes.</summary>
    public FaultClass Deal()
    {
        if (deck.Count == 0)
        {
            var all = Enum.GetValues<FaultClass>();
            chance.Shuffle(all);
            Array.ForEach(all, deck.Enqueue);
        }

        return deck.Dequeue();
    }

    public async Task BeginAsync(FaultClass kind)
    {
        Injected[kind]++;
        switch (kind)
        {
            case FaultClass.VenueStalls: world.VenueWay.Stall(); break;
            case FaultClass.VenueResets: world.VenueWay.Reset(); break;
            case FaultClass.VenueTrickles: world.VenueWay.Trickle(VenueBytePeriod); break;
            case FaultClass.DatabaseStalls: world.DatabaseWay.Stall(); break;
            case FaultClass.DatabaseResets: world.DatabaseWay.Reset(); break;
            case FaultClass.DatabaseTrickles: world.DatabaseWay.Trickle(StoreBytePeriod); break;
            case FaultClass.DatabaseStopped: await StopDatabaseAsync(isKilled: false); break;
            case FaultClass.DatabaseKilled: await StopDatabaseAsync(isKilled: true); break;
            case FaultClass.ArchiveStalls: world.ArchiveWay.Stall(); break;
            case FaultClass.ArchiveResets: world.ArchiveWay.Reset(); break;
            case FaultClass.ArchiveTrickles: world.ArchiveWay.Trickle(StoreBytePeriod); break;
            case FaultClass.ArchiveStopped: await StopArchiveAsync(isKilled: false); break;
            case FaultClass.ArchiveKilled: await StopArchiveAsync(isKilled: true); break;
            case FaultClass.DiskFull: world.FillDisk(); break;
            case FaultClass.ClockForward: world.Clock.Jump(TimeSpan.FromSeconds(chance.Next(30, 150))); break;
            case FaultClass.ClockBack: world.Clock.Jump(TimeSpan.FromSeconds(-chance.Next(30, 90))); break;
            default: throw new ArgumentOutOfRangeException(nameof(kind));
        }
    }

    /// <summary>A clock that jumped is not moved back.</summary>
    public async Task EndAsync(FaultClass kind)
    {
        switch (kind)
        {
            case FaultClass.VenueStalls or FaultClass.VenueResets or FaultClass.VenueTrickles: world.VenueWay.Pass(); break;
            case FaultClass.DatabaseStalls or FaultClass.DatabaseResets or FaultClass.DatabaseTrickles: world.DatabaseWay.Pass(); break;
            case FaultClass.ArchiveStalls or FaultClass.ArchiveResets or FaultClass.ArchiveTrickles: world.ArchiveWay.Pass(); break;
            case FaultClass.DiskFull: world.MakeRoom(); break;
            case (FaultClass.DatabaseStopped or FaultClass.DatabaseKilled) when databaseIsDown:
                await world.StartDatabaseAsync();
                databaseIsDown = false;
                break;
            case (FaultClass.ArchiveStopped or FaultClass.ArchiveKilled) when archiveIsDown:
                await world.StartArchiveAsync();
                archiveIsDown = false;
                break;
        }
    }

    private async Task StopDatabaseAsync(bool isKilled)
    {
        if (!databaseIsDown)
        {
            databaseIsDown = true;
            await world.StopDatabaseAsync(isKilled);
        }
    }

    private async Task StopArchiveAsync(bool isKilled)
    {
        if (!archiveIsDown)
        {
            archiveIsDown = true;
            await world.StopArchiveAsync(isKilled);
        }
    }
}
