namespace ZipkinMesh.Tests.Proxy.Http2;

public sealed class FrontGrpcCallTests : GrpcCallTests
{
    private protected override ProxyRole Role => ProxyRole.Front;
}
