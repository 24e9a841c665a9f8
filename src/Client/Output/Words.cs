using OrderBookSilo.Grains.Interfaces.Api;
using Spectre.Console;

namespace OrderBookSilo.Client.Output;

/// <summary>Makes foreign texts safe for a terminal, and puts facts into words.</summary>
internal static class Words
{
    /// <summary>Why nothing is computed over markets that disagree.</summary>
    public const string PricesDisagree = "the markets' prices disagree, so they may be of different assets, and no majority shows which to believe.";

    /// <summary>A text without control characters, so that a venue's message cannot control the terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    /// <summary>A foreign text, escaped for markup.</summary>
    public static string Safe(string? text) => text is null ? Numbers.None : Markup.Escape(Printable(text));

    public static string Dim(string text) => $"[dim]{text}[/]";

    /// <summary>Why a market's last pull failed; not escaped for markup.</summary>
    public static string Failure(FailureAnswer failure, DateTimeOffset now) =>
        $"{failure.Kind}{Http(failure.HttpStatus)} {Times.Age(now - failure.At)} ago: {failure.Message}";

    public static string Http(int? status) => status is null ? "" : $" (HTTP {status})";

    /// <summary>Whether the book is known to be whole.</summary>
    public static string Depth(bool isComplete) => isComplete ? "whole book" : "not known to be whole: the venue may hold deeper levels";

    /// <summary>Why a market is excluded from an answer.</summary>
    /// <param name="currency">The currency of the answer.</param>
    public static string LeftOut(string reason, string currency) => reason switch
    {
        "no_book" => "it has no book yet",
        "stale" => "its book is too old",
        "clock" => "its clock, or ours, is off",
        "stopped" => "the market is stopped",
        "no_answer" => "it did not answer in time",
        "no_conversion" => $"no book of a conversion market turns its quote into {currency} (setting Conversions; such a market has to be added)",
        "one_sided" => "that side of its book is empty",
        "no_fee" => "its fee is unknown",
        "not_trading" => "its venue lists it as not trading",
        "prices_rounded" => "its venue rounds prices, so a cost is not exact",
        "frozen" => "its book has not moved for three slots",
        "price_apart" => "its price is too far from the others', so it may be another asset under the same name (settings Assets, MaxPriceDistance)",
        _ => Safe(reason),
    };
}
