using Xunit;

namespace OrderBookSilo.Support;

/// <summary>A fact about recorded payloads; skipped where they are not, also on a build server.</summary>
public sealed class RecordedFactAttribute : FactAttribute
{
    public RecordedFactAttribute()
    {
        if (!Fixtures.ArePresent)
        {
            Skip = $"no recorded payloads in {Fixtures.Folder} (ORDERBOOK_FIXTURES names another place)";
        }
    }
}
