using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The end of the program after SIGTERM or Ctrl-C. A second signal ends it at once.</summary>
[OptionsSection("Drain")]
public sealed partial class DrainOptions
{
    /// <summary>
    /// The time in which the listeners still accept connections, while every response closes its own (Envoy's <c>--drain-time-s</c>, there
    /// 600 s). It ends early when the proxy is unused.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:00:03")]
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The time from the signal until requests that are still under way get 503 (Envoy's <c>--parent-shutdown-time-s</c>, there 900 s). The
    /// default leaves time for a request that takes as long as the default timeout of a route.
    /// </summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:00:20")]
    public TimeSpan ParentShutdownTime { get; set; } = TimeSpan.FromSeconds(20);
}
