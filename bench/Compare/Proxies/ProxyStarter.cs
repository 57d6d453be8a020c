using ZipkinMesh.Compare.Options;
using ZipkinMesh.Compare.Processes;

namespace ZipkinMesh.Compare.Proxies;

/// <summary>Starts any of the programs with one worker thread or process, on the measured core.</summary>
internal sealed class ProxyStarter(Tools tools, Workspace workspace)
{
    private int _started;

    public Child Start(ProxyKind kind, ProxySpec spec)
    {
        var folder = $"{++_started}-{kind}";
        return kind switch
        {
            ProxyKind.Ours => Run(spec.IsSidecar ? tools.Sidecar : tools.FrontProxy, "-c", workspace.Write(folder, "settings.json", OurConfiguration.Write(spec))),
            ProxyKind.Envoy => Run(
                tools.Envoy,
                "-c", workspace.Write(folder, "envoy.json", EnvoyConfiguration.Write(spec)),
                "--concurrency", "1", "--disable-hot-restart", "-l", "error",
                "--service-cluster", spec.Cluster, "--service-node", spec.Node),
            ProxyKind.Nginx => Run(
                tools.Nginx,
                "-e", "stderr",
                "-c", workspace.Write(folder, "nginx.conf", NginxConfiguration.Write(spec, workspace.Folder(folder)))),
            _ => Run(tools.HAProxy, "-db", "-f", workspace.Write(folder, "haproxy.cfg", HAProxyConfiguration.Write(spec))),
        };
    }

    /// <summary>The program's file.</summary>
    public string Program(ProxyKind kind) => kind switch
    {
        ProxyKind.Ours => tools.FrontProxy,
        ProxyKind.Envoy => tools.Envoy,
        ProxyKind.Nginx => tools.Nginx,
        _ => tools.HAProxy,
    };

    private Child Run(string program, params string[] arguments) => workspace.Run(program, arguments, Cores.Measured);
}
