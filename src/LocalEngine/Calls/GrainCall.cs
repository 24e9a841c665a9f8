using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine.Calls;

/// <summary>A method call on its way to a grain, and the answer that its caller awaits.</summary>
internal sealed class GrainCall<TAnswer> : GrainRequest
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GrainMethod<TAnswer> _method;
    private readonly object?[] _arguments;

    public GrainCall(GrainMethod<TAnswer> method, object?[] arguments)
    {
        _method = method;
        _arguments = arguments;
        Interleaving = method.Interleaving;
    }

    public Task<TAnswer> Answer => _answer.Task;

    public override async Task<Exception?> RunAsync(Grain grain)
    {
        try
        {
            _answer.SetResult(await _method.RunAsync(grain, _arguments));
            return null;
        }
        catch (Exception exception)
        {
            _answer.SetException(exception);
            return exception;
        }
    }

    public override void Refuse(Exception reason) => _answer.SetException(reason);
}
