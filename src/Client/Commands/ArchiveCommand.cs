using System.CommandLine;
using OrderBookSilo.Client.Api;

namespace OrderBookSilo.Client.Commands;

internal static class ArchiveCommand
{
    public static Command Create(Dialogue dialogue) => new("archive", "The evidence: every book as it was received.")
    {
        ArchiveScanCommands.CreateStats(dialogue),
        ArchiveScanCommands.CreateVerify(dialogue),
        ArchiveExportCommand.Create(dialogue),
        ArchiveImportCommand.Create(dialogue),
    };
}
