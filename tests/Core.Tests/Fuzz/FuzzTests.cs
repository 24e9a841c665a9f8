using OrderBookSilo.Core.Venues;
using OrderBookSilo.Support;
using Xunit.Abstractions;

namespace OrderBookSilo.Core.Tests.Fuzz;

/// <summary>
/// Damaged payloads: whatever the bytes, the result is typed and within bounds, and an independent reading agrees with it. A
/// failure prints how to reproduce its input; <c>ORDERBOOK_SEED</c> repeats a whole run.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const long Inputs = 200_000;
    private const long InputsInLongMode = 10_000_000;
    private const int FindingsMax = 10;

    /// <summary>Inputs that failed before; they are tried first.</summary>
    public static readonly TheoryData<FuzzInput> Kept =
    [
        new(FuzzTarget.CoinbaseBook, FuzzCorpusKind.Own, 0x104D6B764B34FE85),
        new(FuzzTarget.CoinbaseBook, FuzzCorpusKind.Own, 0x67C99F7CAB4A7750),
        new(FuzzTarget.CoinbaseBook, FuzzCorpusKind.Own, 0x704DB31D255830A3),
        new(FuzzTarget.CoinbaseListing, FuzzCorpusKind.Own, 0xA03EC171C8B6C1FF),
        new(FuzzTarget.BinanceListing, FuzzCorpusKind.Own, 0x1ECEE3F269200A9A),
        new(FuzzTarget.Codec, FuzzCorpusKind.Own, 0x2A8EFB512671F7C3),
    ];

    [Theory]
    [MemberData(nameof(Kept))]
    public void Inputs_that_failed_before_pass(FuzzInput input)
    {
        if (input.Corpus == FuzzCorpusKind.Recorded)
        {
            Fixtures.Require();
        }

        Assert.Null(FuzzRun.Try(input));
    }

    [Fact]
    public void Any_bytes_yield_a_typed_result_that_an_independent_reading_confirms()
    {
        var seed = LongMode.Seed;
        var count = LongMode.IsOn ? InputsInLongMode : Inputs;

        var (findings, perSecond) = FuzzRun.Run(seed, count, FindingsMax);

        output.WriteLine($"{count} inputs, seed {seed}, {perSecond:0} a second");
        Assert.True(findings.Count == 0, $"ORDERBOOK_SEED={seed}\n{string.Join("\n", findings)}");
    }

    /// <summary>Without this, a lack of findings would prove nothing.</summary>
    [Fact]
    public void Mutations_produce_every_defect_of_a_book_and_leave_many_books_valid()
    {
        var coinbase = VenueCatalog.Find("coinbase")!;
        var kinds = Enumerable.Range(0, 20_000)
            .Select(place => new FuzzInput(FuzzTarget.CoinbaseBook, FuzzCorpusKind.Own, FuzzInput.At(1, place, hasRecorded: false).Seed))
            .GroupBy(input => coinbase.ParseBook(FuzzRun.Make(input, new Dice(input.Seed))).Failure?.Kind)
            .ToDictionary(kind => kind.Key?.ToString() ?? "Book", kind => kind.Count());

        output.WriteLine(string.Join(", ", kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.InRange(kinds["Book"], 1_500, 17_000);
        Assert.Superset(
            new HashSet<string> { "NotJson", "WrongShape", "BadNumber", "OutOfRange", "NotPositive", "Unsorted", "DuplicatePrice", "Crossed", "Auction", "Empty", "UnknownProduct" },
            kinds.Keys.ToHashSet());
    }
}
