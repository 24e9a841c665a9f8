namespace OrderBookSilo.Client;

/// <summary>The process's exit codes, for scripts.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The silo reported a failure.</summary>
    public const int Failure = 1;

    public const int Usage = 2;
    public const int Unreachable = 3;
}
