using OrderBookSilo.Io.Archive;

namespace OrderBookSilo.Io.Tests.Archive;

public class ArchiveFactoryTests
{
    [Theory]
    [InlineData("file:/tmp/archive")]
    [InlineData("file:data/archive")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/some/prefix/")]
    public void A_directory_or_a_bucket_is_a_valid_location(string location) =>
        Assert.Null(ArchiveFactory.FindProblem(new ArchiveOptions { Location = location }));

    [Theory]
    [InlineData("")]
    [InlineData("file:")]
    [InlineData("/tmp/archive")]
    [InlineData("s3://")]
    [InlineData("s3:///prefix")]
    [InlineData("http://bucket")]
    [InlineData("FILE:/tmp")]
    public void Anything_else_is_rejected_with_one_sentence(string location)
    {
        var options = new ArchiveOptions { Location = location };

        var refusal = Assert.Throws<ArgumentException>(() => ArchiveFactory.Create(options));

        Assert.StartsWith("Archive must ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_that_is_not_a_url_is_rejected()
    {
        var options = new ArchiveOptions { Location = "s3://bucket", S3 = new S3Options { ServiceUrl = "not a url" } };

        Assert.Contains("Archive:S3:ServiceUrl", ArchiveFactory.FindProblem(options), StringComparison.Ordinal);
    }

    [Fact]
    public void Incomplete_credentials_are_rejected_without_being_shown()
    {
        var options = new ArchiveOptions { Location = "s3://bucket", S3 = new S3Options { SecretKey = "hush" } };

        Assert.DoesNotContain("hush", ArchiveFactory.FindProblem(options), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", options.ToString(), StringComparison.Ordinal);
    }
}
