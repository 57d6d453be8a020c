using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>The access log: a line for each finished request. Without this section there is none. Read at start only.</summary>
[OptionsSection("AccessLog")]
public sealed partial class AccessLogOptions
{
    /// <summary>
    /// The file that lines are appended to; <c>/dev/stdout</c> and <c>/dev/stderr</c> are the program's own output. It is opened again when
    /// it has been renamed or removed, and after SIGUSR1.
    /// </summary>
    [Required]
    [NotEmpty("a path, such as /dev/stdout")]
    public string Path { get; set; } = "";

    /// <summary>
    /// The format of a line. <c>text</c>: Envoy's default. <c>json</c>: an object with Envoy Gateway's keys and the ids of the trace. Anything
    /// else is a format string with Envoy's command operators, such as <c>%REQ(:METHOD)% %RESPONSE_CODE%</c>; see docs/access-log.md.
    /// </summary>
    [NotEmpty("text, json or a format string")]
    public string Format { get; set; } = "text";
}
