using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Hosting;
using ZipkinMesh.Local.Processes;
using ZipkinMesh.Local.Roles;

namespace ZipkinMesh.Tests.Local;

public sealed class PortCheckTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void EnsureFree_PortInUse_MessageHasPortAndOption(string address)
    {
        using var other = new TcpListener(IPAddress.Parse(address), 0);
        if (address == "::")
        {
            other.Server.DualMode = true;
        }

        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;

        var exception = Assert.Throws<SettingException>(() => PortCheck.EnsureFree([Role(Scratch.FreePorts(1)[0], taken)]));

        Assert.Equal($"port {taken} is already in use; choose another with --port-1", exception.Message);
    }

    [Fact]
    public void EnsureFree_TwoPortsInUse_MessageHasTheOptionThatMovesAll()
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        int[] taken = [.. new[] { first, second }.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).Order()];

        var exception = Assert.Throws<SettingException>(() => PortCheck.EnsureFree([Role(taken)]));

        Assert.Equal($"ports {taken[0]}, {taken[1]} can't be used; is another mesh running? Move all with --port-offset 100", exception.Message);
    }

    [Fact]
    public void EnsureFree_SamePortTwice_MessageHasBothOptions()
    {
        var port = Scratch.FreePorts(1)[0];

        var exception = Assert.Throws<SettingException>(() => PortCheck.EnsureFree([Role(port, port)]));

        Assert.Equal($"port {port} is used twice; change --port-0 or --port-1", exception.Message);
    }

    [Fact]
    public void EnsureFree_FreePorts_LeavesThemFree()
    {
        var role = Role(Scratch.FreePorts(2));

        PortCheck.EnsureFree([role]);
        PortCheck.EnsureFree([role]);
    }

    [Fact]
    public async Task AcceptsConnections_ListenerStops_ReturnsFalse()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.True(await PortCheck.AcceptsConnectionsAsync(port, TestContext.Current.CancellationToken));
        listener.Stop();
        Assert.False(await PortCheck.AcceptsConnectionsAsync(port, TestContext.Current.CancellationToken));
    }

    private static Role Role(params int[] ports) =>
        new() { Name = "role", Program = "/bin/true", Ports = [.. ports.Select((port, i) => new RolePort(port, $"--port-{i}"))] };
}
