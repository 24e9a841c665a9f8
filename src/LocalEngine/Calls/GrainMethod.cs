using System.Collections.Concurrent;
using System.Reflection;
using OrderBookSilo.LocalEngine.Activations;
using Orleans.Concurrency;

namespace OrderBookSilo.LocalEngine.Calls;

/// <summary>One method of a grain interface: how it is called and what its attributes say.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = new();

    public string Name { get; } = $"{method.DeclaringType!.Name}.{method.Name}";

    public TimeSpan? ResponseTimeout { get; } = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;

    public Interleaving Interleaving { get; } =
        method.IsDefined(typeof(AlwaysInterleaveAttribute)) ? Interleaving.Always
        : method.IsDefined(typeof(ReadOnlyAttribute)) ? Interleaving.Readers
        : Interleaving.Never;

    protected MethodInvoker Invoker { get; } = MethodInvoker.Create(method);

    public static GrainMethod Of(MethodInfo method) => Known.GetOrAdd(method, Describe);

    /// <summary>Sends the call; what is returned has the method's return type and completes with the answer, or fails in time.</summary>
    public abstract object Call(GrainEngine engine, GrainAddress address, object?[] arguments);

    private static GrainMethod Describe(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return new GrainMethod<Nothing>(method);
        }

        var open = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        if (open != typeof(Task<>) && open != typeof(ValueTask<>))
        {
            throw new NotSupportedException($"A grain cannot answer {method.DeclaringType}.{method.Name}: it returns no task.");
        }

        var closed = typeof(GrainMethod<>).MakeGenericType(returned.GetGenericArguments());
        return (GrainMethod)Activator.CreateInstance(closed, method)!;
    }

    /// <summary>The answer of a method that has none.</summary>
    protected readonly struct Nothing;
}

/// <inheritdoc cref="GrainMethod"/>
internal sealed class GrainMethod<TAnswer>(MethodInfo method) : GrainMethod(method)
{
    private readonly Type returned = method.ReturnType;

    public override object Call(GrainEngine engine, GrainAddress address, object?[] arguments)
    {
        var call = new GrainCall<TAnswer>(this, arguments);
        engine.Post(address, call);
        var answer = AwaitAsync(call, engine, address);
        return returned == typeof(ValueTask) ? new ValueTask(answer)
            : returned == typeof(ValueTask<TAnswer>) ? new ValueTask<TAnswer>(answer)
            : answer;
    }

    /// <summary>Runs the method on the grain itself.</summary>
    public async Task<TAnswer> RunAsync(Grain grain, object?[] arguments)
    {
        switch (Invoker.Invoke(grain, arguments))
        {
            case Task<TAnswer> task:
                return await task;
            case Task task:
                await task;
                return default!;
            case ValueTask<TAnswer> task:
                return await task;
            case ValueTask task:
                await task;
                return default!;
            default:
                throw new InvalidOperationException($"{Name} returned no task.");
        }
    }

    private async Task<TAnswer> AwaitAsync(GrainCall<TAnswer> call, GrainEngine engine, GrainAddress address)
    {
        var timeout = ResponseTimeout ?? engine.Options.ResponseTimeout;
        try
        {
            return await call.Answer.WaitAsync(timeout, engine.Time).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!call.Answer.IsCompleted)
        {
            call.IsAbandoned = true;
            throw new TimeoutException($"{address} did not answer {Name} within {timeout}.");
        }
    }
}
