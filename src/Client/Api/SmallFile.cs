namespace OrderBookSilo.Client.Api;

/// <summary>A file that holds one thing, such as a key. Its path is not shown: whoever puts the thing itself there has a secret in it.</summary>
internal static class SmallFile
{
    private const int BytesMax = 16 * 1024;

    /// <summary>The text; throws <see cref="UsageException"/> when there is none.</summary>
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
