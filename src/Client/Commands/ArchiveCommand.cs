using System.CommandLine;
using OrderBookSilo.Client.Asking;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>archive</c>: takes older books in.</summary>
internal static class ArchiveCommand
{
    public static Command Create(Dialogue dialogue) => new("archive", "The evidence: every book as it came.")
    {
        ArchiveImportCommand.Create(dialogue),
    };
}
