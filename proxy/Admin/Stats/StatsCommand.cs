using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Stats;

namespace ZipkinMesh.Proxy.Admin.Stats;

/// <summary>Shows the statistics.</summary>
internal sealed class StatsCommand(StatsReader reader) : AdminCommand(
    "/stats",
    "print server stats",
    new AdminParameter("usedonly", "Only include stats that have been written by system since restart") { IsFlag = true },
    new AdminParameter("filter", "Regular expression (Google re2) for filtering stats"),
    new AdminParameter("invert_filter", "Invert the filter regex") { IsFlag = true },
    new AdminParameter("format", "Format to use") { Choices = ["text", "json", "prometheus"] },
    new AdminParameter("type", "Stat types to include.") { Choices = ["All", "Counters", "Histograms", "Gauges", "TextReadouts"] },
    new AdminParameter("histogram_buckets", "Histogram bucket display mode") { Choices = ["cumulative", "disjoint", "detailed", "summary"] })
{
    public override Task RunAsync(AdminRequest request) => StatsResponder.RespondAsync(request, reader, format: null);
}
