namespace OrderBookSilo.Silo.Api.Described;

/// <summary>The meaning of a column or field, written as "[unit] text", or as text alone when it has no unit.</summary>
internal readonly record struct Meaning(string? Unit, string Text)
{
    public static Meaning Parse(string description)
    {
        var end = description.StartsWith('[') ? description.IndexOf("] ", StringComparison.Ordinal) : -1;
        return end < 0 ? new Meaning(null, description) : new Meaning(description[1..end], description[(end + 2)..]);
    }
}
