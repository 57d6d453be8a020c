using System.Net;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin;

namespace ZipkinMesh.Tests.Admin;

public sealed class RequestGuardTests
{
    [Theory]
    [InlineData("127.0.0.1", "", true)]
    [InlineData("127.1.2.3", "", true)]
    [InlineData("::1", "", true)]
    [InlineData("::ffff:127.0.0.1", "", true)]
    [InlineData("172.31.81.1", "", false)]
    [InlineData("172.31.81.1", "10.0.0.0/8, 172.31.81.0/24", true)]
    [InlineData("::ffff:172.31.81.1", "172.31.81.0/24", true)]
    [InlineData("172.31.82.1", "172.31.81.0/24", false)]
    [InlineData("fd00::1", "fd00::/8", true)]
    public void Change_Client_MustBeLoopbackOrAllowed(string client, string allowed, bool isAllowed)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(client);

        Assert.Equal(isAllowed, new RequestGuard(new() { AllowChangesFrom = allowed }).FindProblem(context) is null);
    }

    [Theory]
    [InlineData("172.31.81.10", "front-envoy", true)]
    [InlineData("127.0.0.1", "front-envoy", false)]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("::1", "[::1]", true)]
    [InlineData("::1", "", false)]
    public void Host_OnALoopbackAddress_MustBeLocal(string address, string host, bool isAllowed)
    {
        var context = new DefaultHttpContext();
        context.Connection.LocalIpAddress = IPAddress.Parse(address);
        context.Request.Host = new HostString(host);

        Assert.Equal(isAllowed, RequestGuard.FindForeignHost(context) is null);
    }
}
