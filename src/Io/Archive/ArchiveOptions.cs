namespace OrderBookSilo.Io.Archive;

/// <summary>Where captures are stored.</summary>
public sealed record ArchiveOptions
{
    /// <summary><c>file:DIR</c> or <c>s3://bucket/prefix</c>.</summary>
    public required string Location { get; init; }

    public S3Options S3 { get; init; } = new();
}

/// <summary>Connection settings of an S3-compatible store; null values leave the AWS SDK's defaults.</summary>
public sealed record S3Options
{
    /// <summary>The endpoint of a store other than AWS, such as <c>http://127.0.0.1:9000</c>.</summary>
    public string? ServiceUrl { get; init; }

    public string? Region { get; init; }

    /// <summary>Whether the bucket is part of the path instead of the host name; most stores other than AWS need it.</summary>
    public bool ForcePathStyle { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    /// <summary>The options without their secrets, safe to log.</summary>
    public override string ToString() => $"S3 at {ServiceUrl ?? "AWS"}, region {Region ?? "default"}";
}
