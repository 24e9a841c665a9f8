using System.Buffers.Binary;
using System.Diagnostics;
using System.Numerics;
using System.Text;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>Derives inputs from payloads, each with its own seed, and checks them.</summary>
internal static class FuzzRun
{
    private const int MutationsMax = 4;
    private const int ChecksumLength = 4;
    private const int InputBytesMax = 1024 * 1024;

    /// <summary>Describes what is wrong with the result of an input and how to reproduce it; null when nothing is.</summary>
    public static string? Try(FuzzInput input)
    {
        var dice = new Dice(input.Seed);
        var bytes = Make(input, dice);
        try
        {
            return Judge.Of(input.Target, bytes, dice) is { } wrong ? Describe(input, bytes, wrong) : null;
        }
        catch (Exception e)
        {
            return Describe(input, bytes, $"{e.GetType().Name}: {e.Message}\n{e.StackTrace}");
        }
    }

    /// <summary>Checks this many inputs; returns the findings and the rate.</summary>
    public static (IReadOnlyList<string> Findings, double PerSecond) Run(ulong runSeed, long count, int findingsMax)
    {
        var findings = new List<string>();
        var hasRecorded = FuzzCorpus.HasRecorded;
        var startedAt = Stopwatch.GetTimestamp();
        for (var place = 0L; place < count && findings.Count < findingsMax; place++)
        {
            if (Try(FuzzInput.At(runSeed, place, hasRecorded)) is { } finding)
            {
                findings.Add(finding);
            }
        }

        return (findings, count / Stopwatch.GetElapsedTime(startedAt).TotalSeconds);
    }

    public static byte[] Make(FuzzInput input, Dice dice)
    {
        var payloads = FuzzCorpus.Of(input.Target, input.Corpus);
        var bytes = dice.Of(payloads);
        if (input.Target == FuzzTarget.Codec)
        {
            return Encoded(bytes, dice);
        }

        var isRough = dice.OneIn(3);
        for (var i = dice.Below(MutationsMax); i >= 0 && bytes.Length < InputBytesMax; i--)
        {
            bytes = !isRough || dice.OneIn(2) ? TokenMutator.Mutate(bytes, dice) : ByteMutator.Mutate(bytes, dice, payloads);
        }

        return bytes;
    }

    // Mostly damage that the checksum does not reveal.
    private static byte[] Encoded(byte[] bytes, Dice dice)
    {
        var isBetrayed = dice.OneIn(8);
        var content = isBetrayed ? bytes : bytes[..^ChecksumLength];
        for (var i = dice.Below(MutationsMax); i > 0; i--)
        {
            content = ByteMutator.Mutate(content, dice, [content]);
        }

        return isBetrayed ? content : WithChecksum(content);
    }

    private static byte[] WithChecksum(byte[] content)
    {
        var checksum = content.Aggregate(uint.MaxValue, BitOperations.Crc32C);
        var bytes = new byte[content.Length + ChecksumLength];
        content.CopyTo(bytes, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(content.Length), checksum);
        return bytes;
    }

    private static string Describe(FuzzInput input, byte[] bytes, string wrong)
    {
        const int Shown = 1500;
        var text = input.Target == FuzzTarget.Codec ? Convert.ToHexString(bytes) : Encoding.Latin1.GetString(bytes);
        return $"{input}: {wrong}\n  {(text.Length <= Shown ? text : text[..Shown] + "…")}";
    }
}
