using Microsoft.Extensions.Configuration.CommandLine;
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
        if (Secrets.FirstOrDefault(secret => line.TryGet(secret, out _)) is { } given)
        {
            var name = given.Replace(":", "__", StringComparison.Ordinal);
            throw new ConfigurationException(given, $"a secret may not be on the command line; use {EnvironmentPrefix}{name} or /run/secrets/{name}");
        }

        if (line.TryGet("ConnectionStrings:Warehouse", out var text)
            && text?.Contains("password", StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new ConfigurationException(
                "ConnectionStrings:Warehouse", "a password may not be on the command line; use ORDERBOOK__ConnectionStrings__Warehouse");
        }

        foreach (var key in VenueCatalog.All.Select(venue => $"Venues:{venue.Code}:Proxies"))
        {
            if (new ConfigurationRoot([line]).GetSection(key).AsEnumerable().Any(entry => entry.Value?.Contains('@', StringComparison.Ordinal) == true))
            {
                var name = key.Replace(":", "__", StringComparison.Ordinal);
                throw new ConfigurationException(key, $"a password may not be on the command line; use {EnvironmentPrefix}{name} or /run/secrets/{name}");
            }
        }
    }
}
