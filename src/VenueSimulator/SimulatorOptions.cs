namespace OrderBookSilo.VenueSimulator;

/// <summary>Options of the simulated exchanges. The same options at the same time give the same books.</summary>
public sealed record SimulatorOptions
{
    public int Seed { get; init; } = 1;

    /// <summary>The address to listen on; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>How long a book stays unchanged.</summary>
    public TimeSpan BookTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether every request gets a new book, even while the clock stands still.</summary>
    public bool MovesEachPull { get; init; }

    /// <summary>Factor on the number of levels of every book; at 1 the largest has about 20,000.</summary>
    public double LevelsFactor { get; init; } = 1;

    /// <summary>Additional synthetic markets on every venue (<c>T0001-USD</c>, <c>T0001USDT</c>), with small books.</summary>
    public int ExtraMarkets { get; init; }

    /// <summary>Codes of additional assets, in any script, that every venue lists like the synthetic ones.</summary>
    public IReadOnlyList<string> ExtraAssets { get; init; } = [];
}
