using OrderBookSilo.Core.Failures;
using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Silo;

/// <summary>Whether the archive can be used, checked once at start.</summary>
internal static class ArchiveCheck
{
    /// <summary>An archive that hangs must not keep a silo from its pulls.</summary>
    private static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Throws <see cref="StartFailedException"/> when the archive lacks a feature that it must have. With any other trouble the
    /// silo starts, because what it pulls is kept in the spool and an operator can end the trouble meanwhile.
    /// </summary>
    public static async Task RunAsync(IdentifiedArchive archive, StoreOutages outages)
    {
        using var timeout = new CancellationTokenSource(TimeMax);
        try
        {
            // A hung mount blocks the thread that reads from it, so another one waits.
            await Task.Run(() => archive.ProveAsync(timeout.Token), timeout.Token).WaitAsync(timeout.Token);
        }
        catch (StoreUnavailableException unusable) when (unusable.IsUnsupported)
        {
            throw new StartFailedException($"Archive: {unusable.InnerException!.Message}; use a store that supports them, such as S3, Ceph or a directory (file:DIR).", isPermanent: true);
        }
        catch (StoreUnavailableException unavailable)
        {
            outages.TryBegin(unavailable);
        }
        catch (OperationCanceledException late)
        {
            outages.TryBegin(new StoreUnavailableException("archive", late));
        }
    }
}
