using OrderBookSilo.Grains.Interfaces.Api;
using Spectre.Console;

namespace OrderBookSilo.Client.Output;

/// <summary>Texts from elsewhere made safe for a screen, and facts said in words.</summary>
internal static class Words
{
    /// <summary>A text without control characters: a venue's words must not steer a terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));

    /// <summary>A text that came from elsewhere, to stand in markup.</summary>
    public static string Safe(string? text) => text is null ? Numbers.None : Markup.Escape(Printable(text));

    public static string Dim(string text) => $"[dim]{text}[/]";

    /// <summary>Why a market's last pull ended without a book; not yet safe for markup.</summary>
    public static string Failure(FailureAnswer failure, DateTimeOffset now) =>
        $"{failure.Kind}{Http(failure.HttpStatus)} {Times.Age(now - failure.At)} ago: {failure.Message}";

    public static string Http(int? status) => status is null ? "" : $" (HTTP {status})";

    /// <summary>What of the venue's book this one holds.</summary>
    public static string Depth(bool isComplete) => isComplete ? "whole book" : "truncated: the venue gives no deeper levels";

    /// <summary>Why a market takes no part in an answer.</summary>
    /// <param name="currency">Of the answer.</param>
    public static string LeftOut(string reason, string currency) => reason switch
    {
        "no_book" => "it has no book yet",
        "stale" => "its book is too old",
        "stopped" => "it is stopped",
        "no_answer" => "it did not answer in time",
        "no_conversion" => $"no book of a conversion market turns its quote into {currency} (setting Conversions; such a market has to be added)",
        "one_sided" => "that side of its book is empty",
        "no_fee" => "its fee is not known",
        "not_trading" => "its venue has halted it",
        _ => Safe(reason),
    };
}
