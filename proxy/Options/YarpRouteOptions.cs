using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The settings of a YARP route that have another default or other allowed values in this proxy.</summary>
[OptionsSection("ReverseProxy:Routes:{route}", AllowsOtherKeys = true)]
public sealed partial class YarpRouteOptions
{
    /// <summary>The longest time from the end of the request to the end of the response; 00:00:00 for no limit. The default is Envoy's.</summary>
    [DurationRange("00:00:00", "1.00:00:00", Example = "00:00:15")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The authorization policy.</summary>
    [OnlyValue("Anonymous", "the proxy doesn't authenticate clients")]
    public string AuthorizationPolicy { get; set; } = "Anonymous";
}
