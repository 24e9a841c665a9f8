namespace OrderBookSilo.Support.Processes;

/// <summary>The location of the built product: beside these tests, with the same configuration. Nothing is built here.</summary>
public static class Built
{
    // artifacts/bin/EndToEnd.Tests/CONFIGURATION
    private static readonly DirectoryInfo Here = new(AppContext.BaseDirectory.TrimEnd('/'));
    private static readonly DirectoryInfo Binaries = Here.Parent!.Parent!;

    /// <summary>The launcher always starts the release build.</summary>
    public static bool IsRelease => Here.Name == "release";

    public static string Launcher => Path.Combine(Binaries.Parent!.Parent!.FullName, "orderbook");

    public static string Assembly(string project)
    {
        var file = Path.Combine(Binaries.FullName, project, Here.Name, $"OrderBookSilo.{project}.dll");
        return File.Exists(file) ? file : throw new FileNotFoundException($"{project} is not built: {file}");
    }
}
