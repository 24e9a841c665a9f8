using System.Globalization;

namespace OrderBookSilo.Benchmarks;

/// <summary>One line of the final table.</summary>
internal sealed record Figure(string Name, string Value, string Target = "")
{
    public static Figure Of(string name, double value, string unit, string target = "") =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{value:0.00} {unit}").TrimEnd(), target);
}

/// <summary>Prints the available names when no benchmark matches.</summary>
internal static class Usage
{
    public static int Fail(string filter, IEnumerable<string> names)
    {
        Console.Error.WriteLine($"no benchmark is called '{filter}'; the benchmarks are: {string.Join(", ", names)}");
        return 2;
    }
}
