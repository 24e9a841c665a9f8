namespace OrderBookSilo.Core.Tests.Fuzz;

public enum FuzzTarget
{
    CoinbaseBook,
    BinanceBook,
    CoinbaseListing,
    BinanceListing,
    Refusal,
    Codec,
}

/// <summary>The payloads that inputs are derived from: the hand-made ones, which are always available, or the recorded ones.</summary>
public enum FuzzCorpusKind
{
    Own,
    Recorded,
}

/// <summary>Everything that an input depends on; its text can be stored to recreate the input.</summary>
public readonly record struct FuzzInput(FuzzTarget Target, FuzzCorpusKind Corpus, ulong Seed)
{
    private const int RecordedShare = 2;

    /// <summary>The input with this number in a run.</summary>
    public static FuzzInput At(ulong runSeed, long place, bool hasRecorded)
    {
        var seed = Mix(unchecked(runSeed + (ulong)place * 0x9E37_79B9_7F4A_7C15));
        var targets = Enum.GetValues<FuzzTarget>();
        var corpus = hasRecorded && (seed >> 40) % RecordedShare == 0 ? FuzzCorpusKind.Recorded : FuzzCorpusKind.Own;
        return new FuzzInput(targets[place % targets.Length], corpus, seed);
    }

    public override string ToString() => $"new(FuzzTarget.{Target}, FuzzCorpusKind.{Corpus}, 0x{Seed:X})";

    private static ulong Mix(ulong value) => unchecked(MixOnce(MixOnce(value, 30, 0xBF58_476D_1CE4_E5B9), 27, 0x94D0_49BB_1331_11EB));

    private static ulong MixOnce(ulong value, int shift, ulong factor) => unchecked((value ^ (value >> shift)) * factor);
}
