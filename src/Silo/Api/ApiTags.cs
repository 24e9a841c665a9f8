namespace OrderBookSilo.Silo.Api;

/// <summary>The topics under which the OpenAPI document groups the routes.</summary>
internal static class ApiTags
{
    public const string Markets = "Markets";
    public const string Best = "Best";
    public const string Records = "Records";
    public const string Splits = "Splits";
    public const string Audit = "Audit";
    public const string Archive = "Archive";
    public const string Replays = "Replays";
    public const string Versions = "Versions";
    public const string Venues = "Venues";
    public const string Catalogue = "Catalogue";
    public const string Keys = "Keys";
    public const string Health = "Health";

    /// <summary>Every topic with its description, in reading order.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } =
    [
        (Markets, "The markets that are pulled: their latest books, what an order costs on them, and adding, stopping and pulling a market."),
        (Best, "A pair on all its markets, and the best way to split an order for an asset over them."),
        (Records, "What the warehouse recorded of past slots: books, gaps and failed pulls."),
        (Splits, "The best splits of past slots, as facts."),
        (Audit, "How complete the facts are, and whether the archived evidence is sound."),
        (Archive, "The archived answers of the venues: reading, verifying, counting and importing them."),
        (Replays, "Computing facts again from the archive."),
        (Versions, "Versions of the facts that replays wrote: comparing, promoting and dropping them."),
        (Venues, "The exchanges, how this silo reaches them, and what they list."),
        (Catalogue, "What every column of the warehouse and every field of the API means."),
        (Keys, "The API keys, for admins."),
        (Health, "Whether the process is alive and whether it serves requests. No key is needed."),
    ];
}
