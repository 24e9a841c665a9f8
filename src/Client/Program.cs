using OrderBookSilo.Client;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Commands;
using OrderBookSilo.Client.Output;

using var screen = Screen.OfThisProcess();
var globals = new GlobalOptions();
var root = new System.CommandLine.Command("orderbook", "What it costs to buy or sell, from full order books: questions for a running silo.");
root.Options.Add(globals.Json);
root.Options.Add(globals.Url);
root.Options.Add(globals.KeyFile);
root.Options.Add(globals.CaFile);
root.Options.Add(globals.Cluster);
root.Options.Add(globals.ClusterFile);
var dialogue = new Dialogue(globals, screen, TimeProvider.System, Environment.GetEnvironmentVariable);

root.Subcommands.Add(MarketsCommand.Create(dialogue));
root.Subcommands.Add(BookCommand.Create(dialogue));
root.Subcommands.Add(CostCommand.Create(dialogue));
root.Subcommands.Add(MetricsCommand.Create(dialogue));
root.Subcommands.Add(CurveCommand.Create(dialogue));
root.Subcommands.Add(PairCommand.Create(dialogue));
root.Subcommands.Add(BestCommand.Create(dialogue));
root.Subcommands.Add(AddCommand.Create(dialogue));
root.Subcommands.Add(RemoveCommand.Create(dialogue));
root.Subcommands.Add(PullCommand.Create(dialogue));
root.Subcommands.Add(HistoryCommand.Create(dialogue));
root.Subcommands.Add(GapsCommand.Create(dialogue));
root.Subcommands.Add(AuditCommand.Create(dialogue));
root.Subcommands.Add(ArchiveCommand.Create(dialogue));
root.Subcommands.Add(ReplayCommand.Create(dialogue));
root.Subcommands.Add(FailuresCommand.Create(dialogue));
root.Subcommands.Add(VenuesCommand.Create(dialogue));
root.Subcommands.Add(ProductsCommand.Create(dialogue));
root.Subcommands.Add(DescribeCommand.Create(dialogue));
root.Subcommands.Add(KeyCommand.Create(dialogue));

return await CommandLine.RunAsync(root, args, screen);
