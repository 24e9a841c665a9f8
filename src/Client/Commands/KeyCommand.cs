using System.CommandLine;
using OrderBookSilo.Client.Api;
using OrderBookSilo.Client.Output;
using OrderBookSilo.Grains.Interfaces.Api;

namespace OrderBookSilo.Client.Commands;

/// <summary><c>key</c>: makes, lists and revokes the keys of a silo's API.</summary>
internal static class KeyCommand
{
    public static Command Create(Dialogue dialogue) => new("key", "The keys that open the silo's API beyond loopback; for admins.")
    {
        CreateKey(dialogue), ListKeys(dialogue), RevokeKey(dialogue),
    };

    private static Command CreateKey(Dialogue dialogue)
    {
        var name = new Option<string>("--name") { Description = "What to call it: a-z, 0-9, '.', '_' and '-'.", Required = true, HelpName = "NAME" };
        var scope = new Option<string>("--scope") { Description = "read may only ask; admin may also change things.", Required = true };
        scope.AcceptOnlyFromAmong("read", "admin");
        var command = new Command("create", "Make a key. It is shown once, alone on stdout.") { name, scope };
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
        var command = new Command("list", "Every key ever made, without the key itself.");
        command.SetAction((parsed, cancel) => dialogue.AskAsync<KeyView[]>(parsed, HttpMethod.Get, Paths.Keys, ShowAll, cancel));
        return command;
    }

    private static Command RevokeKey(Dialogue dialogue)
    {
        var name = new Argument<string>("NAME") { Description = "The key's name." };
        var command = new Command("revoke", "Make a key open nothing any more.") { name };
        command.SetAction((parsed, cancel) => dialogue.AskAsync<KeyView>(
            parsed,
            HttpMethod.Delete,
            Paths.Key(parsed.GetValue(name)!),
            (screen, key) => screen.Say($"{Words.Safe(key.Name)} is revoked; within ten seconds it opens no silo any more."),
            cancel));
        return command;
    }

    // The key alone on stdout, so that it can go straight into a file.
    private static void ShowNew(Screen screen, NewKeyView key)
    {
        screen.Say(Words.Safe(key.Key));
        screen.Complain($"This is the key '{Words.Printable(key.Name)}' of scope {Words.Printable(key.Scope)}. It is not shown again.");
    }

    private static void ShowAll(Screen screen, KeyView[] keys) => Tables.Write(
        screen,
        keys,
        new("Name", key => Words.Safe(key.Name)),
        new("Scope", key => Words.Safe(key.Scope)),
        new("Made (UTC)", key => Times.Second(key.CreatedAt)),
        new("Revoked (UTC)", key => key.RevokedAt is { } at ? Times.Second(at) : ""));
}
