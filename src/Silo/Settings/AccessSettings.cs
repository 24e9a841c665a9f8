namespace OrderBookSilo.Silo.Settings;

/// <summary>Who may reach the silo, and how much they may ask of it.</summary>
/// <param name="ApiKey">An admin's key from the settings: the first one of a server without loopback access. Null when there is none.</param>
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

/// <summary>What is to be said of plain HTTP beyond loopback.</summary>
internal enum TlsRule
{
    /// <summary>A warning at every start.</summary>
    Advised,

    /// <summary>Refused.</summary>
    Required,

    /// <summary>Nothing: something before the silo does it, such as a load balancer.</summary>
    Elsewhere,
}
