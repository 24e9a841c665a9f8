using System.Reflection;

namespace OrderBookSilo.Grains.Interfaces;

/// <summary>The product's version: the number in Directory.Build.props, and the commit it was built from.</summary>
public static class ProductVersion
{
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
