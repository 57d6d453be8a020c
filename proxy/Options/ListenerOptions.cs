using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// An address that the proxy listens on. Routes refer to it by its name, as do statistics (Envoy's <c>stat_prefix</c>).
/// </summary>
[OptionsSection("Listeners:{name}")]
public sealed partial class ListenerOptions
{
    /// <summary>The IP address to listen on. 0.0.0.0 is any IPv4 address of the machine, :: any IPv4 or IPv6 address.</summary>
    [IPAddress]
    public string Address { get; set; } = "0.0.0.0";

    /// <summary>The TCP port.</summary>
    [Required]
    [Port]
    public int Port { get; set; }

    /// <summary>
    /// The direction of the traffic as seen from the service behind the proxy, which decides the kind of the spans.
    /// <c>Inbound</c>: SERVER spans that share the caller's span id. <c>Outbound</c>: CLIENT spans, children of the caller's;
    /// also the direction of a front proxy.
    /// </summary>
    [Required]
    public TrafficDirection Direction { get; set; }
}
