using System.Security.Cryptography;
using OrderBookSilo.Silo.Security;
using Scalar.AspNetCore;

namespace OrderBookSilo.Silo.Api;

/// <summary><c>/docs</c>: an interactive page of the API. Everything that the page loads or calls comes from this silo.</summary>
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
