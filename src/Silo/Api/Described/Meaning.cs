namespace OrderBookSilo.Silo.Api.Described;

/// <summary>What a column or field means. It is written as "[unit] text", or as the text alone for what has no unit.</summary>
internal readonly record struct Meaning(string? Unit, string Text)
{
    public static Meaning Parse(string description)
    {
        var end = description.StartsWith('[') ? description.IndexOf("] ", StringComparison.Ordinal) : -1;
        return end < 0 ? new Meaning(null, description) : new Meaning(description[1..end], description[(end + 2)..]);
    }
}
