namespace OrderBookSilo.Silo.Settings;

/// <summary>An invalid setting; the message is one sentence that names the key.</summary>
internal sealed class ConfigurationException(string sentence) : Exception(sentence)
{
    public ConfigurationException(string key, string whatWouldBeRight)
        : this($"{key}: {whatWouldBeRight}.")
    {
    }
}
