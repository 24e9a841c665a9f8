using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;

namespace OrderBookSilo.Grains.Markets;

internal static class FailureWords
{
    public static string Words(this PullFailure failure)
    {
        var status = failure.HttpStatus is { } code ? $" (HTTP {code})" : "";
        return $"{failure.Kind.Text()}{status}: {failure.Message}";
    }
}
