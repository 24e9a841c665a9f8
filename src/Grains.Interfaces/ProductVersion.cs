using System.Reflection;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The version of the product: the number in Directory.Build.props, and the commit that it was built from.</summary>
public static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
