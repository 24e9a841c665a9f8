using OrderBookSilo.LocalEngine.Activations;

namespace OrderBookSilo.LocalEngine.Calls;

/// <summary>A method call on its way to a grain, and the answer that its caller awaits.</summary>
internal sealed class GrainCall<TAnswer> : GrainRequest
{
    private readonly TaskCompletionSource<TAnswer> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GrainMethod<TAnswer> method;
    private readonly object?[] arguments;

    public GrainCall(GrainMethod<TAnswer> method, object?[] arguments)
    {
        this.method = method;
        this.arguments = arguments;
        Interleaving = method.Interleaving;
    }

    public Task<TAnswer> Answer => answer.Task;

    /// <summary>Set once nobody waits for the answer any more: a call that still waits is then not run.</summary>
    public bool IsAbandoned { get; set; }

    public override async Task<Exception?> RunAsync(Grain grain)
    {
        if (IsAbandoned)
        {
            return null;
        }

        try
        {
            answer.SetResult(await method.RunAsync(grain, arguments));
            return null;
        }
        catch (Exception exception)
        {
            answer.SetException(exception);
            return exception;
        }
    }

    public override void Refuse(Exception reason) => answer.SetException(reason);
}
