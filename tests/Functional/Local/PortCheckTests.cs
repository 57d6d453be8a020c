using System.Net;
using System.Net.Sockets;
using ZipkinMesh.Local;

namespace ZipkinMesh.Tests.Local;

public sealed class PortCheckTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    public void AllFree_PortTaken_NamesThePortAndTheOption(string address)
    {
        using var other = new TcpListener(IPAddress.Parse(address), 0);
        if (address == "::")
        {
            other.Server.DualMode = true;
        }

        other.Start();
        var taken = ((IPEndPoint)other.LocalEndpoint).Port;

        var mistake = Assert.Throws<StartException>(() => PortCheck.AllFree([Role(Scratch.FreePorts(1)[0], taken)]));

        Assert.Equal($"port {taken} is taken: choose another with --port-1", mistake.Message);
    }

    [Fact]
    public void AllFree_SamePortTwice_NamesBothOptions()
    {
        var port = Scratch.FreePorts(1)[0];

        var mistake = Assert.Throws<StartException>(() => PortCheck.AllFree([Role(port, port)]));

        Assert.Equal($"port {port} is given to two: move one with --port-0 or --port-1", mistake.Message);
    }

    [Fact]
    public void AllFree_FreePorts_PassesAndLeavesThemFree()
    {
        var role = Role(Scratch.FreePorts(2));

        PortCheck.AllFree([role]);
        PortCheck.AllFree([role]);
    }

    [Fact]
    public async Task Accepts_ListenerComesAndGoes_FollowsIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        Assert.True(await PortCheck.AcceptsAsync(port, TestContext.Current.CancellationToken));
        listener.Stop();
        Assert.False(await PortCheck.AcceptsAsync(port, TestContext.Current.CancellationToken));
    }

    private static Role Role(params int[] ports) =>
        new() { Name = "role", Program = "/bin/true", Ports = [.. ports.Select((port, i) => new RolePort(port, $"--port-{i}"))] };
}
