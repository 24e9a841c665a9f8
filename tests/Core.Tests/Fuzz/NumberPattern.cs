using System.Text.RegularExpressions;

namespace OrderBookSilo.Core.Tests.Fuzz;

internal static partial class NumberPattern
{
    [GeneratedRegex(@"\A(?<minus>-)?(?<whole>[0-9]+)(\.(?<fraction>[0-9]+))?([eE](\+|(?<negative>-))?(?<exponent>[0-9]+))?\z", RegexOptions.CultureInvariant)]
    public static partial Regex Decimal();

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.(?<fraction>[0-9]+))?(Z|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    public static partial Regex Time();
}
