using System.IO.Compression;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Export;

/// <summary>
/// The file of one day of a market. It appears only when complete, under a name with the fingerprint of its evidence, and replaces an older one;
/// a file with missing books has a name that the next export does not accept as up to date.
/// </summary>
internal sealed class LevelFile : IDisposable
{
    private const string Head = "levels-";
    private const int BufferBytes = 1 << 16;

    private readonly string folder;
    private readonly string fingerprint;
    private readonly LevelFormat format;
    private readonly string temporary;
    private readonly FileStream file;
    private readonly BufferedStream rows;
    private bool isClosed;

    /// <summary>Starts the file under a temporary name beside its target.</summary>
    public LevelFile(string folder, string fingerprint, LevelFormat format)
    {
        (this.folder, this.fingerprint, this.format) = (folder, fingerprint, format);
        Directory.CreateDirectory(folder);

        // Query engines skip names that start with an underscore.
        temporary = Path.Combine(folder, $"_{Head}{fingerprint}{format.Extension}.part");
        file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None);
        rows = new BufferedStream(new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true), BufferBytes);
        format.WriteHead(rows);
    }

    /// <summary>Whether a file of the same evidence exists already.</summary>
    public static bool IsThere(string folder, string fingerprint, LevelFormat format) => File.Exists(Path.Combine(folder, $"{Head}{fingerprint}{format.Extension}"));

    public void Add(ArchivedBookView book) => format.Write(rows, book);

    /// <summary>Moves the file to its target and deletes the day's older one.</summary>
    public void Complete(bool lacksBooks)
    {
        rows.Dispose();
        file.Flush(flushToDisk: true);
        file.Dispose();
        isClosed = true;
        foreach (var older in Directory.GetFiles(folder, $"{Head}*{format.Extension}").Concat(Directory.GetFiles(folder, $"_{Head}*.part")).Except([temporary]))
        {
            File.Delete(older);
        }

        File.Move(temporary, Path.Combine(folder, $"{Head}{fingerprint}{(lacksBooks ? "-lacking" : "")}{format.Extension}"));
    }

    /// <summary>Deletes an incomplete file.</summary>
    public void Dispose()
    {
        if (!isClosed)
        {
            rows.Dispose();
            file.Dispose();
            File.Delete(temporary);
        }
    }
}
