using System.CommandLine;
using System.Globalization;

namespace OrderBookSilo.Client.Commands;

/// <summary>Options that are whole numbers, with a plain error message for other values.</summary>
internal static class WholeNumber
{
    public static Option<int?> Option(string name, int min, string description, string helpName) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min)
            {
                return value;
            }

            result.AddError($"{name} must be a whole number of {min} or more, not '{text}'.");
            return null;
        },
    };
}
