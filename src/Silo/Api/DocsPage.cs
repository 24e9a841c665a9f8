using System.Security.Cryptography;
using OrderBookSilo.Silo.Security;
using Scalar.AspNetCore;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/docs</c>: the API to read and to try out in a browser. Everything that the page loads or asks is this silo's.</summary>
internal static class DocsPage
{
    private const int NonceBytes = 16;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScalarApiReference("/docs", Configure);

    private static void Configure(ScalarOptions page, HttpContext http)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceBytes));
        page.WithTitle("OrderBookSilo API")
            .WithNonce(nonce)
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideClientButton()
            .HideDeveloperTools();
        SecurityHeaders.AllowPage(http, nonce);
    }
}
