using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OrderBookSilo.Silo.Observability;

/// <summary>Writes the metrics of one collection as Prometheus text (exposition format 0.0.4).</summary>
internal sealed class PrometheusText : BaseExporter<Metric>
{
    private string latest = "";

    /// <summary>Collects now and returns the text.</summary>
    public string Collect(BaseExportingMetricReader reader) => reader.Collect() ? latest : "";

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder();
        foreach (var metric in batch)
        {
            Write(text, metric);
        }

        latest = text.ToString();
        return ExportResult.Success;
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var isSum = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var name = Name(metric.Name) + (isSum ? "_total" : "");
        var kind = isSum ? "counter" : metric.MetricType == MetricType.Histogram ? "histogram" : "gauge";
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Description.ReplaceLineEndings(" ")}\n# TYPE {name} {kind}\n");
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            switch (metric.MetricType)
            {
                case MetricType.Histogram:
                    WriteHistogram(text, name, labels, point);
                    break;
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    Line(text, name, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    Line(text, name, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    Line(text, name, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    Line(text, name, labels, point.GetGaugeLastValueDouble());
                    break;
            }
        }
    }

    private static void WriteHistogram(StringBuilder text, string name, string labels, in MetricPoint point)
    {
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound);
            var separator = labels.Length == 0 ? "" : ",";
            Line(text, $"{name}_bucket", $"{labels}{separator}le=\"{bound}\"", count);
        }

        Line(text, $"{name}_sum", labels, point.GetHistogramSum());
        Line(text, $"{name}_count", labels, point.GetHistogramCount());
    }

    private static void Line(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels.Length == 0 ? "" : $"{{{labels}}}").Append(' ').Append(Number(value)).Append('\n');

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new List<string>();
        foreach (var tag in tags)
        {
            labels.Add($"{Name(tag.Key)}=\"{Escape(Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? "")}\"");
        }

        return string.Join(',', labels);
    }

    private static string Escape(string value) =>
        value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Name(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
