using System.Text.RegularExpressions;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Export;

/// <summary>
/// Writes the levels of archived books to files, one per day of a market; days that did not change since the last export are skipped.
/// </summary>
internal sealed partial class LevelExport(HttpSilo silo, Screen screen, LevelFormat format, string directory)
{
    public int Written { get; private set; }

    public int Unchanged { get; private set; }

    public long Books { get; private set; }

    /// <summary>Number of books that could not be read.</summary>
    public int Lacking { get; private set; }

    /// <summary>Archived bytes of the days that are done.</summary>
    public long DoneBytes { get; private set; }

    /// <summary>Exports one day, or returns the silo's refusal.</summary>
    public async Task<Reply?> RunAsync(ArchiveDayView day, CancellationToken cancel)
    {
        if (!Folders().IsMatch(day.Folder) || !Digits().IsMatch(day.Fingerprint))
        {
            throw new SiloUnreachableException("The silo names an unknown folder; do the silo and this client have the same version?");
        }

        var folder = Path.Combine(directory, day.Folder.Replace('/', Path.DirectorySeparatorChar));
        if (LevelFile.IsThere(folder, day.Fingerprint, format))
        {
            Unchanged++;
        }
        else if (await WriteAsync(day, folder, cancel) is { } refusal)
        {
            return refusal;
        }

        DoneBytes += day.StoredBytes;
        return null;
    }

    private async Task<Reply?> WriteAsync(ArchiveDayView day, string folder, CancellationToken cancel)
    {
        await using var lines = await silo.OpenLinesAsync("api/archive/books" + Paths.Query(("market", day.Market), ("date", day.Date)), cancel);
        if (await lines.RefusalAsync(cancel) is { } refusal)
        {
            return refusal;
        }

        using var file = new LevelFile(folder, day.Fingerprint, format);
        var (books, lacking, isWhole) = (0, 0, false);
        while (!isWhole && await lines.NextAsync(cancel) is { IsEmpty: false } bytes)
        {
            var line = LineStream.Read<ArchiveBooksLine>(bytes);
            isWhole = line.End is not null;
            if (line.Book is { } book)
            {
                file.Add(book);
                books++;
            }

            if (line.Finding is { } finding)
            {
                screen.Complain(Words.Printable($"{finding.Kind}: {finding.ArchiveKey}: {finding.Message}"));
                lacking += finding.Kind == "foreign" ? 0 : 1;
            }
        }

        if (!isWhole)
        {
            throw new SiloUnreachableException(LineStream.BrokenOff);
        }

        (Books, Lacking) = (Books + books, Lacking + lacking);
        if (books > 0)
        {
            file.Complete(lacksBooks: lacking > 0);
            Written++;
        }

        return null;
    }

    // A silo's answer must not lead out of the directory.
    [GeneratedRegex(@"\Avenue=[a-z0-9_]+/product=[A-Za-z0-9_%-]+/date=[0-9]{4}-[0-9]{2}-[0-9]{2}\z")]
    private static partial Regex Folders();

    [GeneratedRegex(@"\A[0-9a-f]{16}\z")]
    private static partial Regex Digits();
}
