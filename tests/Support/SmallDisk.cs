using System.Diagnostics;

namespace OrderBookSilo.Support;

/// <summary>A small in-memory file system that can be filled; requires root, and ends the test without it.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int BlockBytes = 4096;

    private readonly string path;

    private SmallDisk(string path) => this.path = path;

    public static SmallDisk Mount(string path, int kibibytes)
    {
        Directory.CreateDirectory(path);
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "orderbook-test", path))
        {
            Missing.Dependency("cannot mount a small file system here; root is required");
        }

        return new SmallDisk(path);
    }

    /// <summary>Fills the remaining space up to the last block.</summary>
    public void Fill()
    {
        try
        {
            using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                filler.Write(new byte[BlockBytes]);
            }
        }
        catch (IOException)
        {
            // Full, as intended.
        }
    }

    /// <summary>Frees the space that <see cref="Fill"/> used.</summary>
    public void MakeRoom() => File.Delete(Filler);

    public void Dispose() => Run("umount", "-l", path);

    private string Filler => Path.Combine(path, "filler");

    private static bool Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
