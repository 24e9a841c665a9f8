namespace OrderBookSilo.Silo.Settings;

/// <summary>A setting that the process refuses to run with: one sentence that names the key.</summary>
internal sealed class ConfigurationException(string sentence) : Exception(sentence)
{
    public ConfigurationException(string key, string whatWouldBeRight)
        : this($"{key}: {whatWouldBeRight}.")
    {
    }
}
