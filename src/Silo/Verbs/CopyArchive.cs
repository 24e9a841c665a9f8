using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Verbs;

/// <summary>Copies an archive from a directory to the configured archive and exits, for a silo that moves to a shared archive.</summary>
internal static class CopyArchive
{
    public const string Verb = "copy-archive";

    /// <summary>0 when everything was copied; 1 when some of it is damaged, after a line about each object.</summary>
    public static async Task<int> RunAsync(string directory, string[] args)
    {
        var settings = RunSilo.ReadSettings(args);
        if (!Directory.Exists(Path.Combine(directory, ArchiveKey.Root)))
        {
            throw new ConfigurationException(Verb, $"{directory} is not an archive: it has no {ArchiveKey.Root}");
        }

        var damaged = 0;
        var (from, to) = (new FileArchive(directory), ArchiveFactory.Create(settings.Archive));
        var copied = await ArchiveCopy.RunAsync(
            from,
            to,
            sentence =>
            {
                Interlocked.Increment(ref damaged);
                Console.Error.WriteLine(sentence);
            },
            CancellationToken.None);
        Console.WriteLine($"{copied} captures are in {settings.Archive.Location}, {damaged} are damaged");
        if (await from.ReadMarkerAsync(CancellationToken.None) is { } marker && await to.ReadMarkerAsync(CancellationToken.None) != marker)
        {
            Console.WriteLine($"{settings.Archive.Location} keeps its own {ArchiveMarker.Key}: the database of {directory} will refuse it, its own database will not");
        }

        return damaged == 0 ? 0 : 1;
    }
}
