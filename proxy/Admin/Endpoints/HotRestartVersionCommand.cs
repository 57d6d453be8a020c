using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Endpoints;

/// <summary>Shows that there is no hot restart, as Envoy does with <c>--disable-hot-restart</c>.</summary>
internal sealed class HotRestartVersionCommand() : AdminCommand("/hot_restart_version", "print the hot restart compatibility version")
{
    public const string Version = "disabled";

    public override Task RunAsync(AdminRequest request) => request.RespondAsync(Version);
}
