using Microsoft.AspNetCore.OpenApi;
using OrderBookSilo.Core.Markets;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Silo.Api.Described;

/// <summary>
/// The meaning of every column of the warehouse and every field of the API: the database's comments, read at start so that
/// they are available while it is not, and the documentation of the API's records.
/// </summary>
internal sealed class DataCatalogue(
    IReadOnlyList<DescribedRelation> relations, [FromKeyedServices("v1")] IOpenApiDocumentProvider openApi)
{
    private const int NearestMax = 5;

    private static readonly string[] Kinds = ["table", "view", "function"];

    private IReadOnlyList<CatalogueEntry>? entries;

    /// <summary>All tables, views, functions and answers, each group in order of name.</summary>
    public async Task<IReadOnlyList<CatalogueEntry>> ReadAsync(CancellationToken cancel) => entries ??=
    [
        .. relations.OrderBy(relation => Array.IndexOf(Kinds, relation.Kind)).ThenBy(relation => relation.Name, StringComparer.Ordinal).Select(Entry),
        .. AnswerSchemas.Of(await openApi.GetOpenApiDocumentAsync(cancel)),
    ];

    /// <summary>The entries of this name in any spelling, or the entries with the one column of this name; empty when there are none.</summary>
    public static IEnumerable<CatalogueEntry> Find(IEnumerable<CatalogueEntry> entries, string name)
    {
        var plain = Nearest.Plain(name);
        return entries
            .Select(entry => Nearest.Plain(entry.Name) == plain ? entry : entry with
            {
                Columns = [.. entry.Columns.Where(column => plain == Nearest.Plain(column.Name) || plain == Nearest.Plain(entry.Name + column.Name))],
            })
            .Where(entry => entry.Columns.Count > 0 || Nearest.Plain(entry.Name) == plain);
    }

    /// <summary>
    /// Suggestions for an unknown name: names that contain it, names that are spelled alike, and
    /// names that contain a word spelled alike.
    /// </summary>
    public static IReadOnlyList<string> NearestNames(IEnumerable<CatalogueEntry> entries, string name)
    {
        var names = entries.SelectMany(NamesOf).DistinctBy(Nearest.Plain).ToList();
        var alikeWords = Nearest.To(name, names.SelectMany(known => known.Split('_', '.')).Distinct(), countMax: 1);
        return
        [
            .. Holding(names, name).Concat(Nearest.To(name, names)).Concat(alikeWords.SelectMany(word => Holding(names, word)))
                .Distinct().Take(NearestMax),
        ];
    }

    private static IEnumerable<string> Holding(IEnumerable<string> names, string part) =>
        names.Where(known => !known.Contains('.', StringComparison.Ordinal)
            && Nearest.Plain(known).Contains(Nearest.Plain(part), StringComparison.Ordinal));

    private static IEnumerable<string> NamesOf(CatalogueEntry entry) =>
        [entry.Name, .. entry.Columns.SelectMany(column => new[] { column.Name, $"{entry.Name}.{column.Name}" })];

    private static CatalogueEntry Entry(DescribedRelation relation) => new(
        relation.Name,
        relation.Kind,
        "database",
        relation.Description,
        relation.Signature,
        Routes: [],
        [.. relation.Columns.Select(column => Column(column, Meaning.Parse(column.Description)))]);

    private static CatalogueColumn Column(DescribedColumn column, Meaning meaning) =>
        new(column.Name, column.Type, meaning.Unit, meaning.Text, column.Nullable);
}
