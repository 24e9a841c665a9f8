namespace OrderBookSilo.Client.Output;

/// <summary>One column of a table.</summary>
/// <param name="Head">The title; a leading <c>&gt;</c> aligns the column to the right.</param>
/// <param name="Cell">The markup of one row's cell.</param>
/// <param name="OnlyWide">Left out on a narrow terminal.</param>
internal sealed record Column<T>(string Head, Func<T, string> Cell, bool OnlyWide = false);
