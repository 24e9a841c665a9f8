using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

internal static class KeyCommand
{
    public static Command Create(Dialogue dialogue) => new("key", "API keys for callers beyond loopback; for admins.")
    {
        CreateKey(dialogue), ListKeys(dialogue), RevokeKey(dialogue),
    };

    private static Command CreateKey(Dialogue dialogue)
    {
        var name = new Option<string>("--name") { Description = "Name of the key: a-z, 0-9, '.', '_' and '-'.", Required = true, HelpName = "NAME" };
        var scope = new Option<string>("--scope") { Description = "read may only read; admin may also make changes.", Required = true };
        scope.AcceptOnlyFromAmong("read", "admin");
        var command = new Command("create", "Create a key. It is shown once, alone on stdout.") { name, scope };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<NewKeyView>(
            parsed,
            HttpMethod.Post,
            Paths.Key(parsed.GetValue(name)!) + Paths.Query(("scope", parsed.GetValue(scope))),
            ShowNew,
            cancel));
        return command;
    }

    private static Command ListKeys(Dialogue dialogue)
    {
        var command = new Command("list", "List every key ever created, without the key itself.");
        command.SetAction((parsed, cancel) => dialogue.AskAsync<KeyView[]>(parsed, HttpMethod.Get, Paths.Keys, ShowAll, cancel));
        return command;
    }

    private static Command RevokeKey(Dialogue dialogue)
    {
        var name = new Argument<string>("NAME") { Description = "The key's name." };
        var command = new Command("revoke", "Revoke a key.") { name };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<KeyView>(
            parsed,
            HttpMethod.Delete,
            Paths.Key(parsed.GetValue(name)!),
            (screen, key) => screen.Say($"{Words.Safe(key.Name)} is revoked; within ten seconds no silo accepts it any more."),
            cancel));
        return command;
    }

    // Only the key goes to stdout, so that it can be redirected to a file.
    private static void ShowNew(Screen screen, NewKeyView key)
    {
        screen.Say(Words.Safe(key.Key));
        screen.Complain($"This is the key '{Words.Printable(key.Name)}' of scope {Words.Printable(key.Scope)}. It will not be shown again.");
    }

    private static void ShowAll(Screen screen, KeyView[] keys) => Tables.Write(
        screen,
        keys,
        new("Name", key => Words.Safe(key.Name)),
        new("Scope", key => Words.Safe(key.Scope)),
        new("Made (UTC)", key => Times.Second(key.CreatedAt)),
        new("Revoked (UTC)", key => key.RevokedAt is { } at ? Times.Second(at) : ""));
}
