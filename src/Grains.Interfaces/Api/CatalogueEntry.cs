namespace OrderBookSilo.Grains.Interfaces.Api;

/// <summary>One table, view or function of the warehouse, or one answer of the API, as <c>GET /api/catalogue</c> describes it.</summary>
/// <param name="Name">Its name in the database, or in the API's OpenAPI document.</param>
/// <param name="Kind">table, view, function or answer.</param>
/// <param name="Source">Where its texts come from: database (COMMENT ON) or code (the documentation of the record).</param>
/// <param name="Description">What it holds.</param>
/// <param name="Signature">Arguments and result of a function; null for all others.</param>
/// <param name="Routes">The requests that answer with it; empty for what is in the database.</param>
/// <param name="Columns">Its columns, or an answer's fields, in their own order; empty for a function.</param>
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
/// <param name="Type">PostgreSQL's type of a column, JSON's of a field.</param>
/// <param name="Unit">The unit that the description names; null where there is none to name.</param>
/// <param name="Description">What it means, with its formula and when it is null.</param>
/// <param name="Nullable">Whether it can be null; null itself for a view's column, whose description says it.</param>
public sealed record CatalogueColumn(
    string Name,
    string Type,
    string? Unit,
    string Description,
    bool? Nullable);
