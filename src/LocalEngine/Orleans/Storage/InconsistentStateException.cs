using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A write lost a race: the state was changed since it was read. The activation that sees it ends.</summary>
public sealed class InconsistentStateException(string message, string? storedEtag = null, string? currentEtag = null)
    : OrleansException(message)
{
    public string? StoredEtag { get; } = storedEtag;

    public string? CurrentEtag { get; } = currentEtag;
}
