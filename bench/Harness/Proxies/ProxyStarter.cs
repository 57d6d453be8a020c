using ZipkinMesh.Bench.Harness.Processes;

namespace ZipkinMesh.Bench.Harness.Proxies;

/// <summary>Starts any of the programs with one worker thread or process, on the measured core.</summary>
public sealed class ProxyStarter(Programs programs, Workspace workspace)
{
    private int _started;

    /// <summary>Starts a proxy.</summary>
    /// <param name="kind">The program.</param>
    /// <param name="spec">Its work.</param>
    /// <param name="environment">Variables in addition to the caller's own.</param>
    public Child Start(ProxyKind kind, ProxySpec spec, IReadOnlyDictionary<string, string>? environment = null)
    {
        var folder = $"{++_started}-{kind}";
        var program = programs.Proxy(kind, spec.IsSidecar);
        return kind switch
        {
            ProxyKind.Ours or ProxyKind.Base => Run(program, environment, "-c", workspace.Write(folder, "settings.json", OurConfiguration.Write(spec))),
            ProxyKind.Envoy => Run(
                program, environment,
                "-c", workspace.Write(folder, "envoy.json", EnvoyConfiguration.Write(spec)),
                "--concurrency", "1", "--disable-hot-restart", "-l", "error",
                "--service-cluster", spec.Cluster, "--service-node", spec.Node),
            ProxyKind.Nginx => Run(
                program, environment,
                "-e", "stderr",
                "-c", workspace.Write(folder, "nginx.conf", NginxConfiguration.Write(spec, workspace.Folder(folder)))),
            _ => Run(program, environment, "-db", "-f", workspace.Write(folder, "haproxy.cfg", HAProxyConfiguration.Write(spec))),
        };
    }

    private Child Run(string program, IReadOnlyDictionary<string, string>? environment, params string[] arguments) =>
        workspace.Start(program, arguments, Cores.Measured, environment);
}
