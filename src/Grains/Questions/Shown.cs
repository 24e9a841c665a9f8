namespace OrderBookSilo.Grains.Questions;

/// <summary>
/// Quotes a caller's text in an answer. A long text is replaced by its length: it is no typing error and may be a misplaced secret.
/// </summary>
public static class Shown
{
    private const int LengthMax = 40;

    public static string Of(string text) => text.Length <= LengthMax ? text : $"a text of {text.Length} characters";
}
