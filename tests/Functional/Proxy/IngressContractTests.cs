namespace ZipkinMesh.Tests.Proxy;

public sealed class IngressContractTests : ProxyContractTests
{
    private protected override ProxyRole Role => ProxyRole.Ingress;
}
