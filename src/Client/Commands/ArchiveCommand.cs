using System.CommandLine;
using OrderBookSilo.Client.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>archive</c>: how much there is, whether it is sound, its levels as files, and taking older books in.</summary>
internal static class ArchiveCommand
{
    public static Command Create(Dialogue dialogue) => new("archive", "The evidence: every book as it came.")
    {
        ArchiveScanCommands.CreateStats(dialogue),
        ArchiveScanCommands.CreateVerify(dialogue),
        ArchiveExportCommand.Create(dialogue),
        ArchiveImportCommand.Create(dialogue),
    };
}
