namespace OrderBookSilo.Io.Archive;

/// <summary>What the operating system's errors of a disk mean.</summary>
internal static class DiskErrors
{
    // ENOSPC and EDQUOT of Linux, which .NET passes on as they are, and ERROR_DISK_FULL of Windows.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static bool IsDiskFull(Exception error) => error is IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull };
}
