using OrderBookSilo.Benchmarks;
using OrderBookSilo.Benchmarks.Replays;

var filter = args.FirstOrDefault() ?? "";
(string Name, Func<IEnumerable<Figure>> Run)[] benchmarks =
[
    ("parse coinbase", () => BookBenchmarks.Parse(Payload.Coinbase())),
    ("parse binance", () => BookBenchmarks.Parse(Payload.Binance())),
    ("venues", VenueBenchmarks.Parse),
    ("codec coinbase", () => BookBenchmarks.Codec(Payload.Coinbase())),
    ("codec binance", () => BookBenchmarks.Codec(Payload.Binance())),
    ("walk coinbase", () => BookBenchmarks.Walk(Payload.Coinbase())),
    ("split", SplitBenchmarks.Split),
    ("metrics", () => MetricBenchmarks.All(Payload.Levels(5_000))),
    ("replay memory", ReplayBenchmarks.Memory),
    ("replay rate", ReplayBenchmarks.Rate),
    ("replay storing", ReplayBenchmarks.Storing),
];

var chosen = benchmarks.Where(benchmark => benchmark.Name.Contains(filter, StringComparison.OrdinalIgnoreCase)).ToList();
foreach (var (name, run) in chosen)
{
    foreach (var figure in run())
    {
        Console.WriteLine($"{name,-15}  {figure.Name,-48} {figure.Value,12}  {figure.Target}");
    }
}

return chosen.Count > 0 ? 0 : Usage.Fail(filter, benchmarks.Select(benchmark => benchmark.Name));
