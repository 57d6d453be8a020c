namespace ZipkinMesh.Tests.Proxy.Http2;

public sealed class EgressGrpcCallTests : GrpcCallTests
{
    private protected override ProxyRole Role => ProxyRole.Egress;
}
