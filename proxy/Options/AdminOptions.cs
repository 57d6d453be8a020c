using System.ComponentModel.DataAnnotations;
using ZipkinMesh.Hosting.Options;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Proxy.Options;

/// <summary>
/// The admin interface (Envoy's <c>admin</c>). Without this section there is none. It shows the configuration and the statistics to everybody
/// who can connect to it; see docs/admin.md.
/// </summary>
[OptionsSection("Admin")]
public sealed partial class AdminOptions
{
    /// <summary>The IP address to listen on.</summary>
    [IPAddress]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>The TCP port.</summary>
    [Required]
    [Port]
    public int Port { get; set; }

    /// <summary>The file to which the requests to the admin interface are appended, one line each (Envoy's <c>access_log_path</c>). Empty for none.</summary>
    public string AccessLogPath { get; set; } = "";

    /// <summary>
    /// The paths that are served, separated by commas; others get 403 (Envoy's <c>allow_paths</c>). A <c>*</c> at the end of a path stands for
    /// anything. A path is compared with its query, as in Envoy: <c>/stats</c> alone doesn't allow <c>/stats?format=json</c>. Empty for all.
    /// </summary>
    [PathList]
    public string AllowPaths { get; set; } = "";

    /// <summary>
    /// The addresses of clients, besides this machine's loopback addresses, that may use the commands that change the state of the proxy, such
    /// as <c>/quitquitquit</c>. Envoy allows every client.
    /// </summary>
    [CidrRanges]
    public string AllowChangesFrom { get; set; } = "";
}
