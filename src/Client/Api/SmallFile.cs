namespace OrderBookSilo.Client.Api;

/// <summary>A file with a single value, such as a key. Messages do not show its path, because a user may pass the secret itself by mistake.</summary>
internal static class SmallFile
{
    private const int BytesMax = 16 * 1024;

    /// <summary>Reads the text; throws <see cref="UsageException"/> when that fails.</summary>
    public static string Read(string option, string path, string what)
    {
        try
        {
            return new FileInfo(path).Length <= BytesMax
                ? File.ReadAllText(path)
                : throw new UsageException($"{option}: that file is too large to hold just {what}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option}: that file cannot be read.");
        }
    }
}
