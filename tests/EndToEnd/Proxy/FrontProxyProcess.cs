namespace ZipkinMesh.Tests.Proxy;

/// <summary>Starts the front proxy as a process, on a port and with upstreams of the test's choice.</summary>
internal static class FrontProxyProcess
{
    /// <summary>Starts the program and waits until it listens.</summary>
    public static async Task<Child> StartAsync(
        int port, string[] upstreams, string collector, string[]? arguments = null, Dictionary<string, string>? environment = null)
    {
        var program = new Child(
            Path.GetFullPath("../../FrontProxy/debug/front-proxy", AppContext.BaseDirectory),
            [
                "--Admin:Address=127.0.0.1", "--Admin:Port=0", "--Admin:AccessLogPath=",
                "--Listeners:ingress_http:Address=127.0.0.1", $"--Listeners:ingress_http:Port={port}",
                .. upstreams.Select((address, i) => $"--ReverseProxy:Clusters:service1:Destinations:{(i == 0 ? "service1" : $"replica{i}")}:Address={address}"),
                $"--ReverseProxy:Clusters:zipkin:Destinations:zipkin:Address={collector}",
                .. arguments ?? [],
            ],
            environment);
        await program.Output.WaitForAsync("Listening on ");
        return program;
    }
}
