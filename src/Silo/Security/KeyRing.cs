using System.Security.Cryptography;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>
/// The keys that open, in memory: a call costs no query, and goes on while the database is away. Read again every few seconds,
/// so that a key that is revoked on one silo soon opens none.
/// </summary>
internal sealed partial class KeyRing(SiloSettings settings, ApiKeyStore store, TimeProvider time, ILogger<KeyRing> log) : BackgroundService
{
    /// <summary>Keys that may open at once: each call is compared with all of them.</summary>
    public const int KeysMax = 100;

    /// <summary>The name of the key that the settings hold.</summary>
    public const string ConfiguredName = "configured";

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ApiKey[] configured =
        settings.Access.ApiKey is { } text ? [new ApiKey(ConfiguredName, KeyScope.Admin, ApiKey.Hash(text))] : [];

    private volatile ApiKey[] stored = [];
    private bool wasAway;

    public int StoredCount => stored.Length;

    /// <summary>The key with this text, or null; takes the same time for every text.</summary>
    public ApiKey? Find(string text)
    {
        var hash = ApiKey.Hash(text);
        return Find(configured, hash) ?? Find(stored, hash);
    }

    /// <summary>Reads the keys. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task ReadAsync(CancellationToken cancel) =>
        stored = [.. (await store.ReadAllAsync(cancel)).Where(row => row.RevokedAt is null).Take(KeysMax).Select(Of)];

    /// <summary>Refuses a start that would let others in with no key to keep anyone out.</summary>
    public static async Task CheckAsync(SiloSettings settings, ApiKeyStore store) =>
        ListenRules.CheckKeys(settings, (await store.ReadAllAsync(CancellationToken.None)).Count(row => row.RevokedAt is null));

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryReadAsync(cancellationToken);
        foreach (var url in ListenRules.PlainAddresses(settings))
        {
            LogPlain(url);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryReadAsync(stoppingToken);
        }
    }

    private async Task TryReadAsync(CancellationToken cancel)
    {
        try
        {
            await ReadAsync(cancel);
            wasAway = false;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Whatever it is: those known hold on, and the silo goes on.
            if (!wasAway)
            {
                LogNotRead(problem.Message);
            }

            wasAway = true;
        }
    }

    private static ApiKey? Find(ApiKey[] keys, byte[] hash)
    {
        ApiKey? found = null;
        foreach (var key in keys)
        {
            found = CryptographicOperations.FixedTimeEquals(key.Sha256, hash) ? key : found;
        }

        return found;
    }

    private static ApiKey Of(ApiKeyRow row) =>
        new(row.Name, SnakeCase.TryParse<KeyScope>(row.Scope, out var scope) ? scope : KeyScope.Read, row.Sha256);

    [LoggerMessage(2604, LogLevel.Warning, "{Url} is plain HTTP: whoever is on the way reads keys and answers. Write https with a certificate, or Tls=elsewhere when a load balancer encrypts")]
    private partial void LogPlain(string url);

    [LoggerMessage(2601, LogLevel.Warning, "the API keys were not read: {Message}; those known hold on")]
    private partial void LogNotRead(string message);
}
