namespace ZipkinMesh.Tests.Proxy;

public sealed class FrontContractTests : ProxyContractTests
{
    private protected override ProxyRole Role => ProxyRole.Front;
}
