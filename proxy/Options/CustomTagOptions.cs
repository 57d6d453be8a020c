using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// A tag of the spans, in addition to Envoy's or in place of one of the same name (Envoy's <c>custom_tags</c>). It has one of the keys
/// <c>Literal</c>, <c>Environment</c>, <c>RequestHeader</c>, <c>ResponseHeader</c>, <c>Metadata</c> and <c>Value</c>. A tag of the route
/// replaces one of the listener, and that one of the section <c>Tracing</c>.
/// </summary>
[OptionsSection("Tracing:CustomTags:{tag}")]
public sealed partial class CustomTagOptions
{
    /// <summary>The value itself.</summary>
    public string Literal { get; set; } = "";

    /// <summary>The environment variable whose value the tag has. It is read when the configuration is.</summary>
    public string Environment { get; set; } = "";

    /// <summary>The request header whose value the tag has.</summary>
    public string RequestHeader { get; set; } = "";

    /// <summary>The response header whose value the tag has.</summary>
    public string ResponseHeader { get; set; } = "";

    /// <summary>
    /// The entry of YARP's metadata whose value the tag has, after the object that has it: <c>route:KEY</c>, <c>cluster:KEY</c> or
    /// <c>host:KEY</c> for the destination. Keys of your own in the metadata of a route have a dot, such as <c>com.example.team</c>.
    /// </summary>
    [MetadataReference]
    public string Metadata { get; set; } = "";

    /// <summary>The value, with Envoy's command operators. An operator without a value is left out.</summary>
    public string Value { get; set; } = "";

    /// <summary>The value if there is no such variable, header or metadata. Without it the span has no such tag then.</summary>
    public string DefaultValue { get; set; } = "";

    /// <summary>
    /// The type of the value in formats that have types; Zipkin's tags are text (Envoy's <c>value_type</c>). A value that isn't of the type
    /// stays text.
    /// </summary>
    [AllowedValues("String", "Int", "Double", "Bool")]
    public string ValueType { get; set; } = "String";
}
