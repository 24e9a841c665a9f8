namespace OrderBookSilo.Grains.Tests.Engine.Probes;

public sealed class FailingGrain : Grain, IFailingGrain
{
    private string Key => this.GetPrimaryKeyString();

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Journal.Of(Key).Write("activates");
        return Key.StartsWith("unborn", StringComparison.Ordinal) && Journal.Of(Key).Count("activates") == 1
            ? throw new InvalidOperationException("not yet")
            : Task.CompletedTask;
    }

    public async Task ThrowStandardAsync(string message)
    {
        await Task.Yield();
        throw new InvalidOperationException(message);
    }

    public async Task<int> ThrowOwnAsync(string message, int number)
    {
        await Task.Yield();
        throw new OwnException(message) { Number = number };
    }

    public Task ThrowAtOnceAsync(string message) => throw new InvalidOperationException(message);

    public Task CancelAsync() => throw new OperationCanceledException("gave up");

    public Task HangAsync(string gate) => Journal.Of(Key).PassAsync(gate);

    public Task HangShortAsync(string gate) => Journal.Of(Key).PassAsync(gate);

    public Task HangLongAsync(string gate) => Journal.Of(Key).PassAsync(gate);

    public Task<int> AnswerAsync()
    {
        Journal.Of(Key).Write("answers");
        return Task.FromResult(42);
    }
}
