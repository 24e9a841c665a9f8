using System.Diagnostics;

namespace OrderBookSilo.Support;

/// <summary>A file system of a few kibibytes in memory, which fills as a disk does; needs root, and ends the test without it.</summary>
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
            Missing.Dependency("a small file system cannot be mounted here; it takes root");
        }

        return new SmallDisk(path);
    }

    /// <summary>Takes what is left of it, up to the last block.</summary>
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
            // Full, as it was to be.
        }
    }

    /// <summary>Gives back what <see cref="Fill"/> took.</summary>
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
