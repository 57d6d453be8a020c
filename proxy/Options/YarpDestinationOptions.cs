using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The settings of a YARP destination that this proxy uses in its own way.</summary>
[OptionsSection("ReverseProxy:Clusters:{cluster}:Destinations:{destination}", AllowsOtherKeys = true)]
public sealed partial class YarpDestinationOptions
{
    /// <summary>
    /// The URL of an upstream. All addresses of its host name are used in turn; the name is resolved again every 5 s.
    /// </summary>
    [Required]
    [HttpUrl("http://service1:8000")]
    public string Address { get; set; } = "";
}
