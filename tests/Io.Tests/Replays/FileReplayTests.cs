using OrderBookSilo.Core.Stores;
using OrderBookSilo.Io.Archive;
using OrderBookSilo.Support;

namespace OrderBookSilo.Io.Tests.Replays;

public sealed class FileReplayTests : ReplaySuite, IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    private protected override Task<IArchive> OpenAsync() => Task.FromResult<IArchive>(new FileArchive(directory.FullName));

    private protected override Task DeleteAsync(string key)
    {
        File.Delete(PathOf(key));
        return Task.CompletedTask;
    }

    private protected override async Task DamageAsync(string key)
    {
        var bytes = await File.ReadAllBytesAsync(PathOf(key));
        await File.WriteAllBytesAsync(PathOf(key), bytes[..(bytes.Length / 2)]);
    }

    private protected override Task PutForeignAsync(string key) => File.WriteAllTextAsync(PathOf(key), "somebody's notes");

    private string PathOf(string key) => Path.Combine(directory.FullName, key);
}
