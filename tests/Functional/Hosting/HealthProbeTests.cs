using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Hosting.Processes;

namespace ZipkinMesh.Tests.Hosting;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public async Task FindProblem_ListenerAcceptsConnections_ReturnsNull(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();

        Assert.Null(await HealthProbe.FindProblemAsync(("ingress_http", (IPEndPoint)listener.LocalEndpoint)));
    }

    [Fact]
    public async Task FindProblem_OneListenerIsClosed_ReturnsItsNameAndAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = Scratch.FreePorts(1)[0];

        Assert.Equal(
            $"egress_http at 127.0.0.1:{port}: Connection refused",
            await HealthProbe.FindProblemAsync(("ingress_http", (IPEndPoint)listener.LocalEndpoint), ("egress_http", new(IPAddress.Any, port))));
    }

    [Fact]
    public void RemoveOption_HealthCheckRequested_LeavesTheSettings()
    {
        string[] args = ["-c", "service1.json", "--health"];

        Assert.True(HealthProbe.IsRequested(args));
        Assert.Equal(["-c", "service1.json"], HealthProbe.RemoveOption(args));
    }
}
