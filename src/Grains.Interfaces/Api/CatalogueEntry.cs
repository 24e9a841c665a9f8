namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One table, view or function of the warehouse, or one answer of the API, as <c>GET /api/catalogue</c> describes it.</summary>
/// <param name="Name">Its name in the database, or in the API's OpenAPI document.</param>
/// <param name="Kind">table, view, function or answer.</param>
/// <param name="Source">Origin of the texts: database (COMMENT ON) or code (the documentation of the record).</param>
/// <param name="Description">What it holds.</param>
/// <param name="Signature">Arguments and result of a function; null for all others.</param>
/// <param name="Routes">The requests that return it; empty for what is in the database.</param>
/// <param name="Columns">Its columns, or an answer's fields, in declared order; empty for a function.</param>
public sealed record CatalogueEntry(
    string Name,
    string Kind,
    string Source,
    string Description,
    string? Signature,
    IReadOnlyList<string> Routes,
    IReadOnlyList<CatalogueColumn> Columns);

/// <summary>One column of a table or view, or one field of an answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The PostgreSQL type of a column, or the JSON type of a field.</param>
/// <param name="Unit">The unit; null when it has none.</param>
/// <param name="Description">Its meaning, with its formula and when it is null.</param>
/// <param name="Nullable">Whether it can be null; itself null for a view's column, where the description says it.</param>
public sealed record CatalogueColumn(
    string Name,
    string Type,
    string? Unit,
    string Description,
    bool? Nullable);
