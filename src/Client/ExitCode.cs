namespace OrderBookSilo.Client;

/// <summary>What the process ends with, for scripts.</summary>
internal static class ExitCode
{
    public const int Ok = 0;

    /// <summary>The silo answered, and the answer is a failure.</summary>
    public const int Failure = 1;

    public const int Usage = 2;
    public const int Unreachable = 3;
}
