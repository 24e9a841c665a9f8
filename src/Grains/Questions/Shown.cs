namespace OrderBookSilo.Grains.Questions;

/// <summary>What a caller wrote, as an answer repeats it: a long text is no typing error, and may be a secret in the wrong place.</summary>
public static class Shown
{
    private const int LengthMax = 40;

    public static string Of(string text) => text.Length <= LengthMax ? text : $"a text of {text.Length} characters";
}
