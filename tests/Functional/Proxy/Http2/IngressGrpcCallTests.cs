namespace ZipkinMesh.Tests.Proxy.Http2;

public sealed class IngressGrpcCallTests : GrpcCallTests
{
    private protected override ProxyRole Role => ProxyRole.Ingress;
}
