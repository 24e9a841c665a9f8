using System.Globalization;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>One view or function in a file of its own, <c>1_shown_book.sql</c>, embedded in this assembly.</summary>
/// <param name="Layer">The file may use the tables and whatever files of lower layers create.</param>
/// <param name="Name">The name of what the file creates in schema <c>public</c>.</param>
public sealed record ViewFile(int Layer, string Name, string Sql)
{
    public string Sha256 => SqlFile.HashOf(Sql);

    /// <summary>Every view and function of this version of the software, in the order in which they are created.</summary>
    public static IReadOnlyList<ViewFile> ReadAll() =>
        [.. SqlFile.ReadAll("Views").Select(Parse).OrderBy(view => view.Layer).ThenBy(view => view.Name, StringComparer.Ordinal)];

    private static ViewFile Parse(SqlFile file) =>
        new(int.Parse(file.Name.AsSpan(0, 1), NumberStyles.None, CultureInfo.InvariantCulture), file.Name[2..^".sql".Length], file.Sql);
}
