using System.Security.Cryptography;
using OrderBookSilo.Core;
using OrderBookSilo.Core.Failures;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Security;

/// <summary>
/// The valid keys, in memory: a call needs no query and works while the database is unavailable. They are reloaded every few seconds,
/// so that a key that is revoked on one silo is soon refused by all.
/// </summary>
internal sealed partial class KeyRing(SiloSettings settings, ApiKeyStore store, TimeProvider time, ILogger<KeyRing> log) : BackgroundService
{
    /// <summary>How many keys may be valid at once: each call is compared with all of them.</summary>
    public const int KeysMax = 100;

    /// <summary>The name of the key from the settings.</summary>
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

    /// <summary>Loads the keys. Throws <see cref="StoreUnavailableException"/>.</summary>
    public async Task ReadAsync(CancellationToken cancel) =>
        stored = [.. (await store.ReadAllAsync(cancel)).Where(row => row.RevokedAt is null).Take(KeysMax).Select(Of)];

    /// <summary>Refuses to start on an address beyond loopback while there is no key.</summary>
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
            // Whatever the error, the keys loaded last stay valid and the silo continues.
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

    [LoggerMessage(2604, LogLevel.Warning, "{Url} is plain HTTP: keys and answers can be read on the network. Use https with a certificate, or set Tls=elsewhere when a load balancer encrypts")]
    private partial void LogPlain(string url);

    [LoggerMessage(2601, LogLevel.Warning, "Could not reload API keys: {Message}; keeping the previous ones")]
    private partial void LogNotRead(string message);
}
