using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The settings of a route that YARP doesn't have.</summary>
[OptionsSection("ReverseProxy:Routes:{route}:Metadata")]
public sealed partial class RouteMetadataOptions
{
    /// <summary>The listener whose requests take the route.</summary>
    [Required]
    [NotEmpty("the name of a listener")]
    public string Listener { get; set; } = "";

    /// <summary>The name of the route's spans (Envoy's <c>decorator.operation</c>).</summary>
    [Required]
    [NotEmpty("the name of the route's spans")]
    public string Operation { get; set; } = "";

    /// <summary>
    /// The prefix of the paths that take the route; the longest one wins. It is compared with the path as it was sent: no decoding, no
    /// normalization, case matters (Envoy's <c>match.prefix</c>).
    /// </summary>
    [RootedPath]
    public string Prefix { get; set; } = "/";

    /// <summary>
    /// The request headers, separated by commas, whose values as forwarded are added to every response (Envoy's
    /// <c>response_headers_to_add</c> with <c>%REQ(name)%</c>).
    /// </summary>
    public string ResponseHeadersFromRequest { get; set; } = "";
}
