using Orleans.Runtime;

namespace OrderBookSilo.Grains.Tests.Hosting.Probes;

public sealed class StateGrain([PersistentState("kept", "state")] IPersistentState<KeptState> kept, ScopedThing thing) : Grain, IStateGrain
{
    private Kept? atActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        atActivation = kept.State.Value;
        return Task.CompletedTask;
    }

    public async Task WriteAsync(Kept value)
    {
        kept.State.Value = value;
        kept.State.Writes++;
        await kept.WriteStateAsync();
        atActivation = value;
    }

    public Task<Kept?> ReadAsync() => Task.FromResult(atActivation);

    public async Task<Kept?> ReadAgainAsync()
    {
        await kept.ReadStateAsync();
        return kept.State.Value;
    }

    public async Task ClearAsync()
    {
        await kept.ClearStateAsync();
        atActivation = kept.State.Value;
    }

    public Task<bool> ExistsAsync() => Task.FromResult(kept.RecordExists);

    public Task<int> GetLifeAsync() => Task.FromResult(thing.Number);
}
