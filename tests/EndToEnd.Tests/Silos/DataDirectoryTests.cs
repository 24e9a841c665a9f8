using System.Runtime.Versioning;
using OrderBookSilo.Silo;
using OrderBookSilo.Support;

namespace OrderBookSilo.EndToEnd.Tests.Silos;

[UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Usual = Owner | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_new_one_is_for_its_owner_alone()
    {
        Assert.True(DataDirectory.Create(directory["one/data"]));

        Assert.All(["one/data", "one/data/logs"], path => Assert.Equal(Owner, File.GetUnixFileMode(directory[path])));
        Assert.Equal(Usual, File.GetUnixFileMode(directory["one"]));
    }

    [Fact]
    public void One_of_an_earlier_version_is_tightened()
    {
        Directory.CreateDirectory(directory["data/spool"], Usual);
        File.SetUnixFileMode(directory["data"], Usual);

        Assert.True(DataDirectory.Create(directory["data"]));

        Assert.Equal(Owner, File.GetUnixFileMode(directory["data"]));
    }

    [Fact]
    public void A_directory_that_serves_others_too_keeps_its_mode()
    {
        Directory.CreateDirectory(directory["home"], Usual);
        File.SetUnixFileMode(directory["home"], Usual);

        Assert.False(DataDirectory.Create(directory["home"]));

        Assert.Equal((Usual, Owner), (File.GetUnixFileMode(directory["home"]), File.GetUnixFileMode(directory["home/logs"])));
    }
}
