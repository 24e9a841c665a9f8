using System.Globalization;

namespace OrderBookSilo.Io.Postgres.Schema;

/// <summary>A view or function in a separate file, such as <c>1_shown_book.sql</c>, embedded in this assembly.</summary>
/// <param name="Layer">The file may use the tables and everything created by files of lower layers.</param>
/// <param name="Name">The name of the view or function in schema <c>public</c>.</param>
public sealed record ViewFile(int Layer, string Name, string Sql)
{
    public string Sha256 => SqlFile.HashOf(Sql);

    /// <summary>Every view and function of this version of the software, in order of creation.</summary>
    public static IReadOnlyList<ViewFile> ReadAll() =>
        [.. SqlFile.ReadAll("Views").Select(Parse).OrderBy(view => view.Layer).ThenBy(view => view.Name, StringComparer.Ordinal)];

    private static ViewFile Parse(SqlFile file) =>
        new(int.Parse(file.Name.AsSpan(0, 1), NumberStyles.None, CultureInfo.InvariantCulture), file.Name[2..^".sql".Length], file.Sql);
}
