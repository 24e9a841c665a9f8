using Microsoft.Extensions.Configuration.CommandLine;
using Npgsql;
using OrderBookSilo.Core.Venues;

namespace OrderBookSilo.Silo.Settings;

/// <summary>
/// The sources of settings; later ones override earlier ones: appsettings.json, the file that <c>Settings</c> names, secret files,
/// the environment, the command line.
/// </summary>
internal static class ConfigurationSources
{
    public const string EnvironmentPrefix = "ORDERBOOK__";

    private static readonly string[] SecretFiles =
    [
        "ApiKey", "ConnectionStrings__Warehouse", "Archive__S3__AccessKey", "Archive__S3__SecretKey",
        "Kestrel__Certificates__Default__Password",
        .. VenueCatalog.All.Select(venue => $"Venues__{venue.Code}__Proxies"),
    ];

    private static readonly string[] Secrets = ["ApiKey", "Archive:S3:AccessKey", "Archive:S3:SecretKey", $"{CertificateSettings.Section}:Password"];

    private static readonly string[] PasswordWords = ["password", "pwd", "psw"];

    private static readonly string[] ProxyKeys = [.. VenueCatalog.All.Select(venue => $"Venues:{venue.Code}:Proxies")];

    public static void UseOrderBookSources(this ConfigurationManager configuration, string[] args)
    {
        configuration.Sources.Clear();
        configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true);
        AddSettingsFile(configuration, args);
        AddSecrets(configuration, "/run/secrets");
        AddSecrets(configuration, Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY"));
        configuration.AddEnvironmentVariables(EnvironmentPrefix);
        configuration.AddCommandLine(args);
        RefuseSecretsOnCommandLine(configuration);
    }

    private static void AddSettingsFile(ConfigurationManager configuration, string[] args)
    {
        if (new ConfigurationBuilder().AddEnvironmentVariables(EnvironmentPrefix).AddCommandLine(args).Build()["Settings"] is not { Length: > 0 } path)
        {
            return;
        }

        try
        {
            configuration.AddJsonFile(Path.GetFullPath(path), optional: false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("Settings", $"{path} cannot be read: {e.InnerException?.Message ?? e.Message}");
        }
    }

    private static void AddSecrets(ConfigurationManager configuration, string? directory)
    {
        if (Directory.Exists(directory))
        {
            configuration.AddKeyPerFile(source =>
            {
                source.FileProvider = new Microsoft.Extensions.FileProviders.PhysicalFileProvider(directory);
                source.Optional = true;
                source.IgnoreCondition = name => !SecretFiles.Contains(name, StringComparer.Ordinal);
            });
        }
    }

    // Every user of the machine can read a command line.
    private static void RefuseSecretsOnCommandLine(IConfigurationRoot configuration)
    {
        var line = configuration.Providers.OfType<CommandLineConfigurationProvider>().Last();
        if (Secrets.FirstOrDefault(key => line.TryGet(key, out _)) is { } secret)
        {
            var name = secret.Replace(":", "__", StringComparison.Ordinal);
            throw new ConfigurationException(secret, $"a secret may not be on the command line; use {EnvironmentPrefix}{name} or /run/secrets/{name}");
        }

        var given = new ConfigurationRoot([line]).AsEnumerable().Where(entry => entry.Value is not null);
        if (given.FirstOrDefault(entry => HasPassword(entry.Key, entry.Value!)) is { Key: { } place })
        {
            var name = place.Replace(":", "__", StringComparison.Ordinal);
            var orFile = SecretFiles.Contains(name, StringComparer.OrdinalIgnoreCase) ? $" or /run/secrets/{name}" : "";
            throw new ConfigurationException(place, $"a password may not be on the command line; use {EnvironmentPrefix}{name}{orFile}");
        }
    }

    private static bool HasPassword(string key, string value) =>
        IsBelow(key, "ConnectionStrings") ? HasPassword(value)
        : ProxyKeys.Any(proxies => IsBelow(key, proxies)) ? value.Contains('@', StringComparison.Ordinal)
        : value.Split(',', ';').Any(part => Uri.TryCreate(part.Trim(), UriKind.Absolute, out var address) && address.UserInfo.Length > 0);

    // Npgsql knows every spelling of a password. What it cannot read is refused later, and may hold one all the same.
    private static bool HasPassword(string connectionString)
    {
        try
        {
            var read = new NpgsqlConnectionStringBuilder(connectionString);
            return !string.IsNullOrEmpty(read.Password) || !string.IsNullOrEmpty(read.SslPassword);
        }
        catch (ArgumentException)
        {
            return PasswordWords.Any(word => connectionString.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
    }

    private static bool IsBelow(string key, string section) =>
        key.Equals(section, StringComparison.OrdinalIgnoreCase) || key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase);
}
