using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OrderBookSilo.Grains.Interfaces;
using OrderBookSilo.Grains.Interfaces.Api;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Api.Described;
using OrderBookSilo.Silo.Api.Requests;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Security;
using OrderBookSilo.Silo.Settings;

namespace OrderBookSilo.Silo.Api;

/// <summary>Builds the HTTP API and lists its routes.</summary>
internal static class HttpApi
{
    public static void AddApi(this WebApplicationBuilder builder, SiloSettings settings, IReadOnlyList<DescribedRelation> relations)
    {
        builder.AddTelemetry();
        builder.WebHost.UseUrls([.. settings.Urls]);
        builder.WebHost.ConfigureKestrel(kestrel => Bound(kestrel, settings.Access.Limits));
        builder.Services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi(openApi => openApi.AddDescription());
        builder.Services.AddSingleton(relations);
        builder.Services.AddSingleton<DataCatalogue>();
        builder.Services.AddSingleton<ApiMetrics>();
        builder.Services.AddSingleton<CallerLimits>();
        builder.Services.AddSingleton<KeyRing>();
        builder.Services.AddHostedService(services => services.GetRequiredService<KeyRing>());
        builder.Services.AddSingleton<ServerCertificate>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ServerCertificate>());
        builder.Services.AddSingleton<Gatekeeper>();
        builder.Services.AddSingleton<ILiveMarkets, LiveMarkets>();
        builder.Services.AddSingleton<ArchiveWorkLimit>();
        builder.Services.AddSingleton<RequestPlaces>();
        builder.Services.AddSingleton<ReplayRequests>();
        builder.Services.AddSingleton<Repairs>();
    }

    public static void UseApi(this WebApplication app)
    {
        app.CollectMetrics();
        app.UseExceptionHandler(errors => errors.Run(Problems.WriteAsync));
        app.UseStatusCodePages();
        var gatekeeper = app.Services.GetRequiredService<Gatekeeper>();
        app.Use((http, next) => gatekeeper.InvokeAsync(http, next));
        app.UseResponseCompression();
        app.MapGet("/", () => Results.Text("OrderBookSilo. The API: /docs, /openapi/v1.json, /api/markets, /health/ready, /metrics\n"))
            .ExcludeFromDescription();
        MarketEndpoints.Map(app);
        BestEndpoints.Map(app);
        SplitsEndpoint.Map(app);
        RecordsEndpoint.Map(app);
        AuditEndpoint.Map(app);
        RepairsEndpoint.Map(app);
        AuditLogEndpoint.Map(app);
        ArchiveBooksEndpoint.Map(app);
        ArchiveCareEndpoint.Map(app);
        ArchiveImportEndpoint.Map(app);
        ReplaysEndpoint.Map(app);
        VersionsEndpoint.Map(app);
        VenuesEndpoint.Map(app);
        CatalogueEndpoint.Map(app);
        KeysEndpoint.Map(app);
        HealthEndpoint.Map(app);
        app.MapMetrics();
        app.MapOpenApi();
        DocsPage.Map(app);
    }

    private static void Bound(KestrelServerOptions kestrel, LimitSettings limits)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
        kestrel.Limits.MaxRequestLineSize = LimitSettings.RequestLineBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        kestrel.Limits.MaxRequestHeaderCount = LimitSettings.HeaderCount;
        kestrel.Limits.RequestHeadersTimeout = limits.HeaderTime;
        kestrel.Limits.KeepAliveTimeout = limits.IdleTime;
        var slowest = limits.BytesPerSecond == 0 ? null : new MinDataRate(limits.BytesPerSecond, LimitSettings.SlowTime);
        kestrel.Limits.MinResponseDataRate = slowest;
        kestrel.Limits.MinRequestBodyDataRate = slowest;
        var certificate = kestrel.ApplicationServices.GetRequiredService<ServerCertificate>();
        kestrel.ConfigureHttpsDefaults(https => https.OnAuthenticate = (_, connection) => certificate.Give(connection));
    }
}
