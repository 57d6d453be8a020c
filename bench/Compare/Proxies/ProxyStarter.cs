using ZipkinMesh.Bench.Harness.Processes;

namespace ZipkinMesh.Bench.Compare.Proxies;

/// <summary>Starts any of the programs with one worker thread or process, on the measured core.</summary>
internal sealed class ProxyStarter(Programs programs, Workspace workspace)
{
    private int _started;

    public Child Start(ProxyKind kind, ProxySpec spec)
    {
        var folder = $"{++_started}-{kind}";
        var program = programs.Proxy(kind, spec.IsSidecar);
        return kind switch
        {
            ProxyKind.Ours or ProxyKind.Base => Run(program, "-c", workspace.Write(folder, "settings.json", OurConfiguration.Write(spec))),
            ProxyKind.Envoy => Run(
                program,
                "-c", workspace.Write(folder, "envoy.json", EnvoyConfiguration.Write(spec)),
                "--concurrency", "1", "--disable-hot-restart", "-l", "error",
                "--service-cluster", spec.Cluster, "--service-node", spec.Node),
            ProxyKind.Nginx => Run(
                program,
                "-e", "stderr",
                "-c", workspace.Write(folder, "nginx.conf", NginxConfiguration.Write(spec, workspace.Folder(folder)))),
            _ => Run(program, "-db", "-f", workspace.Write(folder, "haproxy.cfg", HAProxyConfiguration.Write(spec))),
        };
    }

    private Child Run(string program, params string[] arguments) => workspace.Start(program, arguments, Cores.Measured);
}
