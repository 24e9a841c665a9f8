using System.Text.Json.Serialization;
using Microsoft.AspNetCore.ResponseCompression;
using OrderBookSilo.Grains;
using OrderBookSilo.Io.Postgres;
using OrderBookSilo.Silo.Api.Described;
using OrderBookSilo.Silo.Observability;
using OrderBookSilo.Silo.Security;

namespace OrderBookSilo.Silo.Api;

/// <summary>The HTTP API: what it is made of, and its routes in one list.</summary>
internal static class HttpApi
{
    private const int RequestBytesMax = 64 * 1024;

    public static void AddApi(this WebApplicationBuilder builder, IReadOnlyList<string> urls, IReadOnlyList<DescribedRelation> relations)
    {
        builder.WebHost.UseUrls([.. urls]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytesMax;
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        builder.Services.AddResponseCompression(compression => compression.Providers.Add<GzipCompressionProvider>());
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi(openApi => openApi
            .AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "OrderBookSilo";
                return Task.CompletedTask;
            })
            .AddSchemaTransformer(UtcTimeConverter.DescribeAsync));
        builder.Services.AddSingleton(relations);
        builder.Services.AddSingleton<DataCatalogue>();
        builder.Services.AddSingleton<Gatekeeper>();
        builder.Services.AddSingleton<MarketDirectory>();
        builder.Services.AddSingleton<Metrics>();
        builder.Services.AddSingleton<InProcessApi>();
        builder.Services.AddSingleton<ISiloApi>(services => services.GetRequiredService<InProcessApi>());
        builder.Services.AddSingleton<IStartupFilter>(services => services.GetRequiredService<InProcessApi>());
    }

    public static void UseApi(this WebApplication app)
    {
        // From the start on: what is counted before somebody looks counts too.
        app.Services.GetRequiredService<Metrics>();
        app.UseExceptionHandler(errors => errors.Run(Problems.WriteAsync));
        app.UseStatusCodePages();
        app.Use((http, next) => app.Services.GetRequiredService<Gatekeeper>().InvokeAsync(http, next));
        app.UseResponseCompression();
        app.MapGet("/", () => Results.Text("OrderBookSilo. The API: /openapi/v1.json, /api/markets, /health/ready, /metrics\n"))
            .ExcludeFromDescription();
        MarketsEndpoint.Map(app);
        MarketEndpoint.Map(app);
        BookEndpoint.Map(app);
        CostEndpoint.Map(app);
        MetricsEndpoint.Map(app);
        PairEndpoint.Map(app);
        BestEndpoint.Map(app);
        SplitsEndpoint.Map(app);
        RecordsEndpoint.Map(app);
        VenuesEndpoint.Map(app);
        CatalogueEndpoint.Map(app);
        HealthEndpoint.Map(app);
        Metrics.Map(app);
        app.MapOpenApi();
    }
}
