using OrderBookSilo.Io.Postgres;

namespace OrderBookSilo.Io.PostgresServer;

/// <summary>The operating system user that runs the server: PostgreSQL refuses root, so root runs it as <c>postgres</c>.</summary>
internal sealed class ServerAccount
{
    public const string Name = "postgres";

    private static readonly string[] AsOther = ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--"];

    private ServerAccount(bool isOther) => IsOther = isOther;

    /// <summary>Whether it differs from the current user.</summary>
    public bool IsOther { get; }

    public static async Task<ServerAccount> FindAsync(CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerAccount(false);
        }

        var (exitCode, _) = await Tool.RunAsync(["id", "-u", Name], cancel);
        return exitCode == 0
            ? new ServerAccount(true)
            : throw new PrivatePostgresException(
                $"PostgreSQL does not run as root and there is no user '{Name}' to run it as: "
                + "start as another user or set ConnectionStrings:Warehouse.");
    }

    /// <summary>The command line that runs a command as this account.</summary>
    public IEnumerable<string> Run(params IEnumerable<string> command) => IsOther ? AsOther.Concat(command) : command;

    /// <summary>Whether this account may enter a directory.</summary>
    public async Task<bool> CanEnterAsync(string directory, CancellationToken cancel) =>
        !IsOther || (await Tool.RunAsync(Run("test", "-x", directory), cancel)).ExitCode == 0;

    /// <summary>Lets this account pass through a directory that is closed to everybody but its owner; it cannot list it.</summary>
    public async Task LetInAsync(string directory, CancellationToken cancel)
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (IsOther && !OperatingSystem.IsWindows() && File.GetUnixFileMode(directory) == owner
            && (await Tool.RunAsync(["chgrp", Name, directory], cancel)).ExitCode == 0)
        {
            File.SetUnixFileMode(directory, owner | UnixFileMode.GroupExecute);
        }
    }

    /// <summary>Makes this account the owner of a directory and its contents.</summary>
    public async Task OwnAsync(string directory, CancellationToken cancel)
    {
        if (IsOther && await Tool.RunAsync(["chown", "-R", $"{Name}:", directory], cancel) is { ExitCode: not 0, Output: var said })
        {
            throw new PrivatePostgresException($"{directory} cannot be given to user {Name}: {said.Trim()}");
        }
    }

    /// <summary>Creates a directory that only this account (and root) may enter.</summary>
    public async Task CreateOwnDirectoryAsync(string directory, CancellationToken cancel)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PrivatePostgresException("A private PostgreSQL needs Linux or macOS: set ConnectionStrings:Warehouse.");
        }

        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await OwnAsync(directory, cancel);
    }
}
