namespace OrderBookSilo.Silo.Settings;

/// <summary>Who may call the silo, and within which limits.</summary>
/// <param name="ApiKey">An admin's key from the settings, for the first access to a server without loopback access. Null when there is none.</param>
/// <param name="LoopbackNeedsKey">Whether callers on this machine need a key, too.</param>
/// <param name="Certificate">Null when no address is https.</param>
internal sealed record AccessSettings(string? ApiKey, bool LoopbackNeedsKey, TlsRule Tls, CertificateSettings? Certificate, LimitSettings Limits)
{
    public static AccessSettings Read(ConfiguredValues values) =>
        new(
            values.Text("ApiKey"),
            values.Flag("LoopbackNeedsKey"),
            values.Text("Tls") switch
            {
                null => TlsRule.Advised,
                "required" => TlsRule.Required,
                "elsewhere" => TlsRule.Elsewhere,
                var other => throw new ConfigurationException("Tls", $"'{other}' is neither required nor elsewhere"),
            },
            CertificateSettings.Read(values),
            LimitSettings.Read(values));
}

/// <summary>What happens when an address beyond loopback is plain HTTP.</summary>
internal enum TlsRule
{
    /// <summary>Allowed, with a warning at every start.</summary>
    Advised,

    /// <summary>Refused.</summary>
    Required,

    /// <summary>Allowed: something in front of the silo encrypts, such as a load balancer.</summary>
    Elsewhere,
}
