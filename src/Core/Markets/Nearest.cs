namespace OrderBookSilo.Core.Markets;

/// <summary>Suggestions for a mistyped name.</summary>
public static class Nearest
{
    /// <summary>At most <paramref name="countMax"/> of the names, ordered by edit distance from the text.</summary>
    public static IReadOnlyList<string> To(string text, IEnumerable<string> names, int countMax = 3) =>
        [.. names
            .Select(name => (Name: name, Edits: Edits(Plain(text), Plain(name))))
            .Where(candidate => candidate.Edits <= Math.Max(2, text.Length / 2))
            .OrderBy(candidate => candidate.Edits)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .Take(countMax)
            .Select(candidate => candidate.Name)];

    /// <summary>A name without separators and case, in which names often differ: BTCUSD, BTC-USD, btcusd.</summary>
    public static string Plain(string name) =>
        string.Concat(name.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    private static int Edits(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substitute = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitute, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }
}
