using OrderBookSilo.Core.Stores;

namespace OrderBookSilo.Io.Archive;

/// <summary>Creates the configured archive.</summary>
public static class ArchiveFactory
{
    private const string FileScheme = "file:";
    private const string S3Scheme = "s3://";

    /// <summary>The error in the options as one sentence; null when they are valid.</summary>
    public static string? FindProblem(ArchiveOptions options)
    {
        var location = options.Location;
        if (location.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            return location.Length > FileScheme.Length ? null : "Archive must name a directory after file:.";
        }

        if (!location.StartsWith(S3Scheme, StringComparison.Ordinal) || BucketAndPrefixOf(location).Bucket.Length == 0)
        {
            return $"Archive must be file:DIR or s3://bucket/prefix, not '{location}'.";
        }

        var isUrl = options.S3.ServiceUrl is null || Uri.TryCreate(options.S3.ServiceUrl, UriKind.Absolute, out _);
        if (!isUrl)
        {
            return $"Archive:S3:ServiceUrl must be an absolute URL, not '{options.S3.ServiceUrl}'.";
        }

        var hasBothKeys = options.S3.AccessKey is null == options.S3.SecretKey is null;
        return hasBothKeys ? null : "Archive:S3:AccessKey and Archive:S3:SecretKey must be given together.";
    }

    /// <summary>Creates the archive; throws <see cref="ArgumentException"/> with the result of <see cref="FindProblem"/>.</summary>
    public static IArchive Create(ArchiveOptions options)
    {
        if (FindProblem(options) is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        if (options.Location.StartsWith(FileScheme, StringComparison.Ordinal))
        {
            return new FileArchive(options.Location[FileScheme.Length..]);
        }

        var (bucket, prefix) = BucketAndPrefixOf(options.Location);
        return new S3Archive(S3ClientFactory.Create(options.S3), bucket, prefix);
    }

    private static (string Bucket, string Prefix) BucketAndPrefixOf(string location)
    {
        var path = location[S3Scheme.Length..];
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..].Trim('/'));
    }
}
