using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Shows the statistics in the format of Prometheus.</summary>
internal sealed class PrometheusCommand(StatsReader reader) : AdminCommand(
    "/stats/prometheus",
    "print server stats in prometheus format",
    new AdminParameter("usedonly", "Only include stats that have been written by system since restart") { IsFlag = true },
    new AdminParameter("filter", "Regular expression (Google re2) for filtering stats"),
    new AdminParameter("invert_filter", "Invert the filter regex") { IsFlag = true },
    new AdminParameter("histogram_buckets", "Histogram bucket display mode") { Choices = ["cumulative", "summary"] })
{
    public override Task RunAsync(AdminRequest request) => StatsResponder.RespondAsync(request, reader, StatsFormat.Prometheus);
}
