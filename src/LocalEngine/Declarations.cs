namespace Orleans
{
    public interface IAddressable;

    public interface IGrain : IAddressable;

    public interface IGrainWithStringKey : IGrain;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        public string Alias { get; } = alias;
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class IdAttribute(ushort id) : Attribute
    {
        public ushort Id { get; } = id;
    }

    [AttributeUsage(AttributeTargets.All)]
    public sealed class GenerateSerializerAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class ImmutableAttribute : Attribute;

    [AttributeUsage(AttributeTargets.All)]
    public sealed class ResponseTimeoutAttribute(string timeout) : Attribute
    {
        public TimeSpan Timeout { get; } = TimeSpan.Parse(timeout, System.Globalization.CultureInfo.InvariantCulture);
    }
}

namespace Orleans.Concurrency
{
    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AlwaysInterleaveAttribute : Attribute;
}

namespace Orleans.Runtime
{
    internal static class Placeholder;
}
